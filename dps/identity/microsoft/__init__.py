"""Signing in with a justice Microsoft account."""
