from dps.platform import local_time
from dps.prisoners.restricted_patients.commands import remove_those_held_no_longer


def nightly() -> None:
    """End it for whomever the law holds no longer."""
    remove_those_held_no_longer(local_time.today())
