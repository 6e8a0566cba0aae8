"""Case notes: dated, authored pieces of text about one person, added to and never edited."""
