"""Pure calculations: a frozen plan in, a frozen analysis out."""
