"""History: who did what when, what changed since, and taking it back."""
