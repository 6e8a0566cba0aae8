"""Every read of case notes."""
