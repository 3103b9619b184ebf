"""My work: the tasks of the reader by day."""
