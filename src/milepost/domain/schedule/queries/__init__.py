"""What is asked about a plan, by noun."""
