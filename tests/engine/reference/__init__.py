"""A second opinion on every rule: the critical path method as plainly as it can be written."""
