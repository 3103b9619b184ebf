"""Plans in text with the dates they must get: those here, and those in the documentation."""
