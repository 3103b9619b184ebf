"""The hot loops: plain Python over arrays, compiled when that pays."""
