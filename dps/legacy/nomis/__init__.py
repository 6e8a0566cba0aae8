"""NOMIS as it is: its tables, by their real names. Nothing here is ever migrated by us."""
