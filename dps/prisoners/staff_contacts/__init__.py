"""Who works with a person."""
