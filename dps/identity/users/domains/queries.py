"""Reads of the allowed e-mail domains."""

from dps.identity.users.domains import rules
from dps.identity.users.models import EmailDomain
from dps.platform.web.refusals import NotFound


def is_allowed(email: str) -> bool:
    """Whether a well-formed address may be somebody's new main address. One statement, two for a refusal."""
    return not address_problem(email)


def address_problem(email: str) -> str:
    """The same in words for the person: why not; '' when it may (identity.md 2.9)."""
    return rules.address_problem(email, allowed=_is_covered(rules.domain_of(email)))


def _is_covered(domain: str) -> bool:
    names = rules.names_covering(domain)
    if EmailDomain.objects.filter(name__in=names, removed_at=None).exists():
        return True
    return rules.ALWAYS in names and nothing_was_loaded()


def nothing_was_loaded() -> bool:
    """Whether this installation never had a list: then only justice.gov.uk is allowed. One statement."""
    return not EmailDomain.objects.exists()


def listed() -> list[EmailDomain]:
    """Every allowed domain, by name. One statement."""
    return list(EmailDomain.objects.filter(removed_at=None).order_by("name"))


def listed_domain(domain_id: int) -> EmailDomain:
    """One allowed domain. Raises NotFound."""
    domain = EmailDomain.objects.filter(pk=domain_id, removed_at=None).first()
    if domain is None:
        raise NotFound(str(domain_id))
    return domain
