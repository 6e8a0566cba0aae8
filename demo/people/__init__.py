"""Synthetic people with everything NOMIS holds of them, all of it adding up. Each is a pure function of seed and day."""

from demo.people.alerts import ALERTS
from demo.people.making import make_person
from demo.people.person import Custody, Person, World

__all__ = ["ALERTS", "Custody", "Person", "World", "make_person"]
