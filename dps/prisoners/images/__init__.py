"""Photographs of a person: the facial image, all there were, a new one."""
