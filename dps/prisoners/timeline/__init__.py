"""What happened to one person, newest first, whichever service knows of it."""
