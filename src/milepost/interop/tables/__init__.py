"""Plans in spreadsheets: columns recognised or mapped, values in every way people write them."""
