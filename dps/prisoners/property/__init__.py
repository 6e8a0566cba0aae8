"""A person's property that the prison keeps: which boxes and bags, with which seal, and where they stand."""
