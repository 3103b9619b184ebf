"""Primavera P6's exchange files: tables of tab-separated text."""
