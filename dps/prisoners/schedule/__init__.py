"""What a person will do this week and next."""
