"""The engine: hand-computed cases, properties, and a plain second opinion."""
