"""Plan health: what a schedule must have before its dates can be believed."""
