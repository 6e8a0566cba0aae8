"""What is asked of alerts (prisoners.md 6.1, 6.3)."""
