"""Comparing our templates with GOV.UK Notify's."""

import uuid
from typing import Any

import structlog

from dps.platform import local_time
from dps.platform.notify import queries, rules, service, templating
from dps.platform.notify.catalogue import Template
from dps.platform.notify.models import NotifyTemplate
from dps.platform.notify.service import NotConfigured, Refused

log = structlog.get_logger("dps.notify")


def check_templates() -> int:
    """Ask GOV.UK Notify for every template and keep what differs from ours. How many differ."""
    wrong = 0
    for named in queries.templates():
        template, notify_id = named.template, named.notify_id
        if notify_id is None:
            wrong += 1
            continue
        try:
            problem, there = _compare(template, service.template_there(notify_id))
        except Refused as failed:
            problem, there = rules.explain(failed.refusal), {}
            if failed.refusal.status == 404:
                problem = "GOV.UK Notify has no template of this id"
        except NotConfigured as missing:
            log.error("templates not checked", reason=str(missing))
            return wrong
        _keep(template, notify_id, there, problem)
        wrong += bool(problem)
    if wrong:
        log.error("templates differ", count=wrong)
    return wrong


def _compare(template: Template, there: Any) -> tuple[str, dict[str, Any]]:
    if not isinstance(there, dict):
        return "GOV.UK Notify’s answer could not be read", {}
    if there.get("type") != template.kind:
        return "It is of another kind at GOV.UK Notify", there
    ours = {templating.normal(name): name for name in template.placeholders}
    theirs = {templating.normal(name): name for name in there.get("personalisation") or {}}
    parts = []
    if only_theirs := [theirs[name] for name in theirs.keys() - ours.keys()]:
        parts.append(f"GOV.UK Notify asks for {', '.join(sorted(only_theirs))}, which we do not send")
    if only_ours := [ours[name] for name in ours.keys() - theirs.keys()]:
        parts.append(f"GOV.UK Notify’s does not use {', '.join(sorted(only_ours))}")
    return "; ".join(parts)[:300], there


def _keep(template: Template, notify_id: uuid.UUID, there: dict[str, Any], problem: str) -> None:
    version = there.get("version")
    NotifyTemplate.objects.update_or_create(
        key=template.key,
        defaults={
            "notify_id": notify_id,
            "version": version if isinstance(version, int) else None,
            "placeholders": sorted(str(name)[:100] for name in there.get("personalisation") or {}),
            "last_checked_at": local_time.now(),
            "problem": problem,
        },
    )
