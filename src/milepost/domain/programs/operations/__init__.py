"""What is done to portfolios, programs, projects and their documents, by noun."""
