"""A newer version of a plan file: what differs from the project it belongs to, taken over piece by piece."""
