"""What is asked about portfolios, programs, projects and their documents, by noun."""
