"""A room for tests: three tables of a program, two of the organisation, and the operations on them."""
