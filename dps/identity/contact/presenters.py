"""The rows of "Your account"."""

from collections.abc import Sequence
from dataclasses import dataclass

from dps.identity.contact import rules
from dps.identity.contact.queries import Ways
from dps.identity.models import Account

SECOND_STEPS = {
    "EMAIL": "A code by email",
    "BACKUP_EMAIL": "A code to your backup email address",
    "TEXT": "A code by text",
    "APP": "A code from an app",
    "PASSKEY": "A passkey",
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do about a row: a page to open or, when `posts`, a button that does it at once."""

    words: str
    href: str
    about: str
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is, what is known, what can be done."""

    key: str
    value: str
    also: str = ""
    actions: Sequence[Action] = ()


def rows_of(account: Account, ways: Ways) -> list[Row]:
    """What somebody sees of their own account, in the order of identity.md 2.8."""
    local = account.source == Account.Source.LOCAL
    kept_elsewhere = account.source in rules.EMAIL_KEPT_ELSEWHERE
    rows = [
        Row("Name", account.display_name, actions=[Action("Change", "/account/name", "name")] if local else []),
        _user_name(account, local),
        *_email(account, ways, kept_elsewhere),
        _backup(ways),
        _mobile(ways),
        Row(
            "Second step",
            SECOND_STEPS.get(account.second_step, "Chosen when it is needed"),
            actions=[Action("Change", "/account/second-step/", "second step")],
        ),
    ]
    if account.has_usable_password() and not kept_elsewhere:
        rows.append(Row("Password", "Set", actions=[Action("Change", "/account/password", "password")]))
    return [row for row in rows if row is not None]


def _user_name(account: Account, local: bool) -> Row | None:
    if account.username == account.email.upper():
        return None
    offered = rules.may_use_email_as_user_name(
        account.username, account.email, verified=account.email_verified, local=local
    )
    return Row(
        "User name",
        account.username,
        actions=[Action("Use email", "/account/user-name", "as user name")] if offered else [],
    )


def _email(account: Account, ways: Ways, kept_elsewhere: bool) -> list[Row]:
    change = Action("Change" if account.email else "Add", "/account/email", "email address")
    resend = Action("Resend", "/account/email/resend", "the email that confirms it", posts=True)
    waits = ways.waiting_email if ways.waiting_email != account.email else ""
    rows = [
        Row(
            "Email address",
            account.email or "None",
            f"{waits} takes its place once it is confirmed" if waits else "",
            [] if kept_elsewhere else [change],
        )
    ]
    if account.email or waits:
        confirmed = account.email_verified and not waits
        rows.append(
            Row(
                "Email confirmed",
                ("Yes" if account.email_verified else "No") + (", the new one not yet" if waits else ""),
                actions=[] if confirmed or kept_elsewhere else [resend],
            )
        )
    return rows


def _backup(ways: Ways) -> Row:
    waits = bool(ways.waiting_backup)
    actions = [
        Action("Change" if ways.backup_email or waits else "Add", "/account/backup-email", "backup email address")
    ]
    if waits or (ways.backup_email and not ways.backup_verified):
        actions.append(Action("Resend", "/account/backup-email/resend", "the email that confirms it", posts=True))
    value = ways.backup_email or "None"
    if ways.backup_email and not ways.backup_verified:
        value += " (not confirmed)"
    return Row("Backup email", value, f"{ways.waiting_backup} waits to be confirmed" if waits else "", actions)


def _mobile(ways: Ways) -> Row:
    waits = bool(ways.waiting_mobile)
    actions = [Action("Change" if ways.mobile or waits else "Add", "/account/mobile", "mobile number")]
    if waits:
        actions.append(Action("Enter code", "/account/mobile/code", "for the mobile number"))
    value = ways.mobile or "None"
    if ways.mobile and not ways.mobile_verified:
        value += " (not confirmed)"
    return Row("Mobile number", value, f"{ways.waiting_mobile} waits to be confirmed" if waits else "", actions)
