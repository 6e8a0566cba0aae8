"""The names of a person: the working name and the aliases."""
