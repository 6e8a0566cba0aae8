"""Operations about case notes, for other systems and for staff's own programs. Source: case-notes.md 7."""

from ninja import Router

from dps.case_notes.api import administration, catalogue, notes, searching, system_notes, usage

ROUTERS: tuple[tuple[str, Router], ...] = (
    ("/search/case-notes", searching.router),
    ("/case-notes", catalogue.router),
    ("/case-notes", usage.router),
    ("/case-notes", notes.router),
    ("/system-generated/case-notes", system_notes.router),
    ("/admin/case-notes", administration.router),
)
"""Prefix and router. What has a name of its own comes before what has a prison number in its place."""
