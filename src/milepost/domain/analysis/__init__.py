"""The only room that runs the engine on stored data."""
