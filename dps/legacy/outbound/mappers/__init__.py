"""Every kind of change that NOMIS gets, one declaration each. Kinds that are not here stay here (diets, military
records, neurodiversity, restricted patients, roles of personal officers)."""

from dps.legacy.outbound.mapper import Mapper
from dps.legacy.outbound.mappers import alerts, appearance, contacts, details, notes, people, reaching, roles

ALL: tuple[Mapper, ...] = (
    *people.MAPPERS,
    *details.MAPPERS,
    *reaching.MAPPERS,
    *contacts.MAPPERS,
    *appearance.MAPPERS,
    *alerts.MAPPERS,
    *notes.MAPPERS,
    *roles.MAPPERS,
)
BY_KIND: dict[str, Mapper] = {mapper.kind: mapper for mapper in ALL}

__all__ = ["ALL", "BY_KIND", "Mapper"]
