"""What a file would bring, before anything is saved: one report, which every door shows in its own way."""
