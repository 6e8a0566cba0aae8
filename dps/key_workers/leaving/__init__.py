"""What ends an allocation by itself: leaving the prison, a merge, high complexity of need (key-workers.md 4.3)."""
