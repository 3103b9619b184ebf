"""What is asked about people, their roles and their ways in."""
