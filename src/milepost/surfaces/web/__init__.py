"""The screens, one folder per job of the day."""
