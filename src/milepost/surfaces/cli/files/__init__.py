"""Commands on plan files: no database, no Django."""
