"""Settings of a program: what it is called, who answers for it, its projects, its status date."""
