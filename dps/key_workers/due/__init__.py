"""Sessions due and overdue, by worker and by wing."""
