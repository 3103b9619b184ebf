"""Every program the reader may see, side by side."""
