"""Finding accounts of prison staff, and lists of them to keep."""
