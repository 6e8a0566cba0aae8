"""What a person may and may not eat."""
