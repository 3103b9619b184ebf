"""Bringing a plan in: upload, a preview that saves nothing, and only then the import."""
