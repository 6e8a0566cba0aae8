"""The catalogue of roles: what there are, who may give each, and which nobody uses."""
