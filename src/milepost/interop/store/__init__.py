"""From the rooms to an exchange, from which every format is written."""
