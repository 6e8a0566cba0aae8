"""Disabilities, conditions and maternity, and what the prison does so that somebody with one is not worse off."""
