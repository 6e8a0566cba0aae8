"""Which e-mail addresses staff and partners may have."""
