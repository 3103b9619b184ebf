"""What is done to a plan, by noun."""
