"""Calendars, tasks, links, baselines and progress."""
