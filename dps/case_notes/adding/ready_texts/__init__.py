"""Texts to begin notes from: one's own, or shared with everybody who works in a prison."""
