"""One room per area of program management; each owns its tables."""
