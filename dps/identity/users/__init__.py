"""Looking after prison staff accounts: search, create, roles, caseloads, state, history."""
