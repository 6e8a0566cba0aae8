"""How a prison runs its schemes: switched on or off, capacity, how often sessions are held."""
