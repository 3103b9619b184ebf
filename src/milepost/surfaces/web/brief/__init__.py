"""Brief and scope: why a program exists, what it hands over, what it promised, edition by edition."""
