"""Every read about alerts."""
