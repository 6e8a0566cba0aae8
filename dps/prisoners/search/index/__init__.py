"""What searches look through beyond names: dates, appearance, marks and the words of a record."""
