"""People, organisations, roles, permissions, sessions and tokens."""
