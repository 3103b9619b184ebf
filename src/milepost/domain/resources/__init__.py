"""People and roles as capacity; assignments as imported."""
