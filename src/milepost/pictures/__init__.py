"""Frozen numbers in, drawings out."""
