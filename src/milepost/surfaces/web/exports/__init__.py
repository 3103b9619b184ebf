"""Taking a plan out as a file: which format, and what it cannot hold, said before."""
