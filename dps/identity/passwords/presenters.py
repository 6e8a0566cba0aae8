"""Words about passwords."""

from dps.identity.accounts import rules


def what_is_asked(*, administrator: bool) -> list[str]:
    """The rules of a new password, told before one is typed."""
    return [
        f"have at least {rules.shortest_password(administrator)} characters, and no more than {rules.LONGEST_PASSWORD}",
        f"have at least {rules.FEWEST_DIFFERENT_CHARACTERS} different characters",
        "not hold your user name, your own names or the first part of your email address",
        "not be the name of a service with a few characters added",
        "not be one that many people use, that is known from a breach, or that you used before",
    ]
