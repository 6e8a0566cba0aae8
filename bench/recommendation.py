"""How long a recommendation for 2,000 people and 150 officers takes, and how many times sorting the people that is."""

import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from dps.key_workers.rules.recommendation import Had, Person, Staff, recommend

PEOPLE, OFFICERS, ROUNDS = 2_000, 150, 7


def measure_recommendation() -> dict[str, Any]:
    """Milliseconds, the median of some rounds. A third of the people had a worker here before."""
    chance = random.Random(20261128)
    now = datetime(2026, 11, 28, tzinfo=UTC)
    people = [
        Person(f"A{n:04d}BC", f"Name{chance.randrange(900)}", f"First{chance.randrange(90)}") for n in range(PEOPLE)
    ]
    staff = [
        Staff(n, f"Officer {n}", 12 + n % 4, chance.randrange(6), now - timedelta(days=chance.randrange(90)))
        for n in range(OFFICERS)
    ]
    history = [Had(one.number, chance.randrange(OFFICERS), now - timedelta(days=30)) for one in people[::3]]
    took, sorting, placed = [], [], 0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        done = recommend(people, staff, history)
        took.append(time.perf_counter() - began)
        placed = len(done.choices)
        began = time.perf_counter()
        sorted(people, key=lambda one: (one.last_name, one.first_name, one.number))
        sorting.append(time.perf_counter() - began)
    middle, least = sorted(took)[ROUNDS // 2], sorted(sorting)[ROUNDS // 2]
    return {
        "people": PEOPLE,
        "officers": OFFICERS,
        "placed": placed,
        "milliseconds": round(middle * 1000, 1),
        "timesSorting": round(middle / least, 1),
    }
