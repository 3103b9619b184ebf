"""Milestone trends: the date planned for each milestone, by the day it was planned so."""
