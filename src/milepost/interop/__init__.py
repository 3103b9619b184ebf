"""File formats and foreign systems."""
