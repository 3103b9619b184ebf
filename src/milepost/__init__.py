"""Milepost: where an IT program is planned, watched, steered and reported."""

__version__ = "0.1.0"
