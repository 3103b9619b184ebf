"""What is done to a plan that takes its computed dates to do: edits, progress, baselines."""
