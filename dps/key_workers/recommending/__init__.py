"""Which worker each person should have: the facts for `rules.recommendation`, and its page."""
