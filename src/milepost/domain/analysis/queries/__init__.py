"""What is asked about computed plans: where they stand, what changed, what an edit would do."""
