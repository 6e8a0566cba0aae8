"""A colleague who looks after the people of somebody who is away."""
