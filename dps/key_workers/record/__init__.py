"""What the record of a person shows of key work: the card, the rows of staff contacts, the actions."""
