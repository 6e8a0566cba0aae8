"""Reading NOMIS, whichever engine it runs on. Only plain SQL that Oracle (12.2 or later) and PostgreSQL share:
`SELECT`, `LEFT JOIN`, comparison, `ORDER BY`, `COUNT`, `MAX`, `UNION ALL`. Nothing is ever written.
"""

from dps.legacy.source.connecting import (
    LOST,
    STATEMENT_SECONDS,
    NomisNotConfigured,
    Shape,
    Table,
    connect,
    disconnect,
    is_lost,
    look,
    require_configured,
)
from dps.legacy.source.fitting import (
    FeedCannotRun,
    Plan,
    Stamp,
    fit,
)
from dps.legacy.source.reading import (
    Answer,
    ask,
    beginnings,
    completed_merges,
    count,
    read_all,
    read_by,
    read_range,
    read_since,
    still_there,
    wall_clock,
)

__all__ = [
    "LOST",
    "STATEMENT_SECONDS",
    "Answer",
    "FeedCannotRun",
    "NomisNotConfigured",
    "Plan",
    "Shape",
    "Stamp",
    "Table",
    "ask",
    "beginnings",
    "completed_merges",
    "connect",
    "count",
    "disconnect",
    "fit",
    "is_lost",
    "look",
    "read_all",
    "read_by",
    "read_range",
    "read_since",
    "require_configured",
    "still_there",
    "wall_clock",
]
