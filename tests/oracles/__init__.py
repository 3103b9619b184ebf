"""Known answers from books, other engines and rulings, each put to the product by an adapter."""
