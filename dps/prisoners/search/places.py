"""The places of a prison as choices: wings with their landings, and the cells of the landing that is looked at."""

from django.db.models import Q

from dps.estate.models import Location
from dps.estate.rules import location_prefix

RESIDENTIAL = ("WING", "BLK", "CB", "RESI", "SPUR", "LAND", "TIER")
MOST_CELLS = 400


def places(prison: str, looked_at: str) -> list[tuple[str, str]]:
    """(Path, words) of every wing and landing in natural order; of the landing (or cell) looked at also its cells, and
    whatever else was asked for. One statement."""
    wanted = looked_at.strip("-")
    landing = "-".join(wanted.split("-")[:2]) if "-" in wanted else ""
    shown = Q(type__in=RESIDENTIAL) & ~Q(path__contains="-") | Q(type__in=RESIDENTIAL, path__regex=r"^[^-]+-[^-]+$")
    if landing:
        shown |= Q(path__startswith=location_prefix(prison, landing), type="CELL")
    rows = (
        Location.objects.filter(shown, agency=prison, active=True)
        .order_by("sort_key", "id")
        .values_list("path", "local_name", "type")[: MOST_CELLS * 2]
    )
    choices = [(path, _words(path, name, kind)) for path, name, kind in rows]
    if wanted and wanted not in dict(choices):
        choices.append((wanted, wanted))
    return choices


def _words(path: str, name: str, kind: str) -> str:
    if kind == "CELL":
        return f"– – Cell {path}"
    if "-" in path:
        return f"– {path}{f' {name}' if name and name != path.rsplit('-', 1)[-1] else ''}"
    return name or path
