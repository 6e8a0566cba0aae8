"""Where a person lives outside, and has lived."""
