"""Figures: how fast Milepost is beside its peers, measured in the same run."""
