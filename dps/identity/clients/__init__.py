"""Looking after the systems that sign people in here."""
