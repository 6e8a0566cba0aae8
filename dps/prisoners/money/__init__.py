"""A person's money: what they have, what came in and what went out, and what they owe for damage."""
