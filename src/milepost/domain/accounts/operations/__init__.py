"""What is done to people, their roles and their ways in."""
