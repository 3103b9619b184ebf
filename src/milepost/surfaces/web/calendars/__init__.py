"""Calendars: when a program works, week by week and day by day."""
