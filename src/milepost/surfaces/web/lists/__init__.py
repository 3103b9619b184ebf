"""What every list shares: one toolbar to filter, group, sort and choose columns, and saved views."""
