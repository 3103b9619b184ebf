"""Milepost's own text plan: one fact a line, nothing left out, differences easy to read in git."""
