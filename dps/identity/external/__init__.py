"""People outside prisons who sign in: police, courts, escort and rehabilitation staff, and the groups they are in."""
