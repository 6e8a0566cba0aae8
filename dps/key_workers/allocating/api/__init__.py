"""The allocations of people and prisons for other systems (key-workers.md 7)."""
