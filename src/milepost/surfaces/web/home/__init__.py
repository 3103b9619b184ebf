"""Program home: where the program stands, in a sentence; figures, causes and what needs somebody follow."""
