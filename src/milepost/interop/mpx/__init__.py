"""Microsoft Project's old exchange format: numbered records of delimited text."""
