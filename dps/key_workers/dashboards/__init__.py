"""Live pages of one prison and of the nation: today and this week against plan, from counts and snapshots."""
