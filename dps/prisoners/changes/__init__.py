"""What staff changed in a person's record: kept field by field, told to whoever carries it on, and restorable."""
