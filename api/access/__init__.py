"""Who may do what: accounts, roles, rights and scopes; sessions for pages, tokens for programs."""
