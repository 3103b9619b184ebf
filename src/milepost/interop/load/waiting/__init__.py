"""Plan files that wait on this server between being sent and being brought in."""
