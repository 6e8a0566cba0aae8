"""Tattoos, scars and other marks on the body, with their photographs."""
