"""From a plan file into the rooms: what it would bring, and bringing it."""
