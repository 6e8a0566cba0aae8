"""Reads of how prisons run their schemes."""

from dps.key_workers.models import PrisonSettings
from dps.key_workers.policies import Policy
from dps.key_workers.rules.settings import Settings

_KEPT = (
    "prison", "enabled", "allow_recommendation", "capacity", "frequency_in_weeks", "has_high_complexity", "order",
    "version",
)  # fmt: skip


def settings_of(prison: str, policy: Policy) -> Settings:
    """How a prison runs a scheme, with the defaults where nothing was set. One statement."""
    return all_settings_of(prison)[policy]


def all_settings_of(prison: str) -> dict[Policy, Settings]:
    """Both schemes of a prison. One statement."""
    found = {row["policy"]: row for row in PrisonSettings.objects.filter(prison=prison).values("policy", *_KEPT)}
    return {
        policy: _settings(policy, found[policy]) if policy in found else Settings(prison, policy) for policy in Policy
    }


def enabled(prison: str, policy: Policy) -> bool:
    """Whether the scheme is on. One statement."""
    return settings_of(prison, policy).enabled


def enabled_prisons(policy: Policy) -> list[Settings]:
    """Every prison where the scheme is on, by code. One statement."""
    rows = PrisonSettings.objects.filter(policy=policy, enabled=True).order_by("prison").values(*_KEPT)
    return [_settings(policy, row) for row in rows]


def _settings(policy: Policy, row: dict[str, object]) -> Settings:
    return Settings(policy=policy, **{name: row[name] for name in _KEPT})  # type: ignore[arg-type]
