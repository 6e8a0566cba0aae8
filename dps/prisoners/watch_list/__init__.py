"""People a member of staff keeps an eye on, and what changed since they last looked."""
