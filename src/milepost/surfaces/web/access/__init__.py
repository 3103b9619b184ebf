"""Coming in, and who may do what: sign-in, first run, invitations, people and roles, sessions, tokens."""
