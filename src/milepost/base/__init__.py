"""Plumbing under the rooms; knows no program-management words."""
