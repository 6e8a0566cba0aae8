"""One account of prison staff: what is known of it, and everything that can be changed."""
