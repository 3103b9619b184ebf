"""Every operation and query offered to machines, said once."""
