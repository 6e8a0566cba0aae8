"""What key work adds to the record of a person."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dps.prisoners.profile.frame import Opened
    from dps.prisoners.staff_contacts.presenters import Row


def _rows(person: "Opened") -> "list[Row]":
    from dps.key_workers.record import presenters, queries

    return presenters.rows(queries.who_works_with(person.number, str(person.record["agency"]), person.today))


def register() -> None:
    """Called once when the application starts."""
    from dps.case_notes.permissions import CaseNotePermission
    from dps.key_workers.policies import Policy
    from dps.key_workers.record import actions, presenters, queries
    from dps.prisoners.profile.actions import Action
    from dps.prisoners.profile.actions import register as add_action
    from dps.prisoners.quick_look.cards import Card, Link
    from dps.prisoners.quick_look.cards import register as add_card
    from dps.prisoners.rules.access import Part
    from dps.prisoners.staff_contacts import officers

    add_card(
        Card(
            "staff",
            "Staff contacts",
            70,
            Part.BASIC,
            queries.CARD_SQL,
            presenters.card,
            "key_workers/record/card.html.jinja",
            Link("All staff contacts", "staff-contacts/", Part.BASIC),
        )
    )
    officers.register(_rows)
    for key, policy, words, path, order in (
        ("add-session", Policy.KEY_WORKER, "Add key worker session", actions.SESSION, 12),
        ("add-officer-entry", Policy.PERSONAL_OFFICER, "Add personal officer entry", actions.ENTRY, 13),
    ):
        said = actions.words_for(policy, words)
        add_action(Action(key, "", path, order, CaseNotePermission.WRITE, question=actions.SCHEMES, says=said))
