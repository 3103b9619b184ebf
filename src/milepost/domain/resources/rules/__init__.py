"""The pure decisions of the room: what the people column says, and what follows for work and time."""
