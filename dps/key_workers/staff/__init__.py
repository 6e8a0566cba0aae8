"""Who the workers of a prison are: their status, pattern, capacity and load."""
