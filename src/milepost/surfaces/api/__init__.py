"""REST, derived from the catalogue."""
