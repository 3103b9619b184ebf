"""Portfolio, program and project; brief, scope and objectives."""
