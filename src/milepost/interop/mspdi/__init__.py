"""Microsoft Project's XML: read as a stream, written in the order of its schema."""
