"""The neutral plan every format reads into and writes from."""
