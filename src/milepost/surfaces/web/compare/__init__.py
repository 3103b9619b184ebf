"""Two states of a program side by side."""
