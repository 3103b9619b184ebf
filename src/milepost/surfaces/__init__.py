"""The doors: web, REST, command line and MCP over one catalogue."""
