"""The feeds fitted to the NOMIS that is there."""

from collections.abc import Collection
from dataclasses import dataclass, field

from dps.legacy import feeds, source
from dps.legacy.feeds import Feed
from dps.legacy.inbound import state
from dps.legacy.inbound.statements import keys_only
from dps.legacy.source import FeedCannotRun, Plan, Shape

MERGE_TABLE = "merge_transactions"


@dataclass(slots=True)
class Plans:
    """What can run, and what to compare keys with."""

    shape: Shape
    runs: dict[str, Plan] = field(default_factory=dict)
    compares: dict[str, Plan] = field(default_factory=dict)


def chosen(only: Collection[str]) -> list[Feed]:
    """The feeds named, in order; all when none is. Raises ValueError naming the unknown ones."""
    unknown = sorted(set(only) - set(feeds.BY_NAME))
    if unknown:
        known = ", ".join(feeds.BY_NAME)
        raise ValueError(f"There is no feed {', '.join(unknown)}. Feeds are: {known}")
    return [feed for feed in feeds.ALL if not only or feed.name in only]


def fit_all(only: Collection[str] = ()) -> Plans:
    """Look at NOMIS and fit the feeds to it; what is absent is noted on each feed's state."""
    wanted = chosen(only)
    tables = {feed.table for feed in wanted} | {join.table for feed in wanted for join in feed.joins}
    plans = Plans(source.look(sorted(tables | {MERGE_TABLE, "offenders"})))
    for feed in wanted:
        try:
            plan = source.fit(feed, plans.shape)
        except FeedCannotRun as problem:
            state.update_feed(feed.name, last_error=str(problem), absent=[feed.table])
            continue
        plans.runs[feed.name] = plan
        if not feed.keeps_deleted:
            plans.compares[feed.name] = source.fit(keys_only(feed), plans.shape)
        state.update_feed(feed.name, absent=list(plan.absent))
    return plans
