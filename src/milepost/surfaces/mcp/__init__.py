"""Tools for assistants, derived from the catalogue."""
