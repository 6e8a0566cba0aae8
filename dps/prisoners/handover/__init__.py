"""One page about a person to print and hand over."""
