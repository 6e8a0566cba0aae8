"""Giving roles to many people at once, or taking them away: a ticket, a list of user names, a job."""
