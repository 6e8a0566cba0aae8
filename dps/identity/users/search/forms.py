"""Reading a search for accounts from an address. What is not understood is told."""

from typing import Any

from django import forms
from django.http import QueryDict

from dps.estate import queries as estate
from dps.identity.users import rules
from dps.identity.users.search.queries import Criteria
from dps.identity.users.search.rules import LONGEST_SEARCH, MOST_ROLES, read_words
from dps.platform.design.forms import CheckboxesField, DpsForm, RadiosField, SelectField, TextField, cleaned_text

STATUSES = [("", "All"), ("ACTIVE", "Active"), ("INACTIVE", "Inactive"), ("LOCKED", "Locked")]


class UserSearchForm(DpsForm):
    """The filters. `prison` and `active` are only there for those who see every prison."""

    words = TextField(label="Name, user name or email", max_length=LONGEST_SEARCH, classes="")
    status = SelectField(label="Status", choices=STATUSES)
    prison = SelectField(label="Prison")
    active = RadiosField(
        label="Active caseload only", choices=[("yes", "Yes"), ("no", "No: anybody who has the prison as a caseload")]
    )
    lsa = CheckboxesField(label="Local system administrators", choices=[("yes", "Only local system administrators")])
    roles = CheckboxesField(label="Roles")
    match = RadiosField(label="Somebody must hold", choices=[("all", "All of these roles"), ("any", "Any of them")])

    def __init__(
        self, query: QueryDict, administrator: rules.Administrator, roles: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        single = {name: cleaned_text(query.get(name)) for name in ("words", "status", "prison", "active", "match")}
        listed = {name: list(dict.fromkeys(query.getlist(name))) for name in ("lsa", "roles")}
        data = {**single, "active": single["active"] or "yes", "match": single["match"] or "all", **listed}
        super().__init__(data, **kwargs)
        self.fields["roles"].choices = sorted(roles, key=lambda role: role[0] not in listed["roles"])  # chosen first
        self.fields["prison"].choices = [("", "Every prison"), *estate.prisons().items()]
        if not administrator.sees_everywhere:
            del self.fields["prison"], self.fields["active"]

    def clean_roles(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["roles"]
        if len(chosen) > MOST_ROLES:
            raise forms.ValidationError(f"Choose {MOST_ROLES} roles or fewer")
        return chosen

    def criteria(self) -> Criteria:
        """What is looked for. Only for a valid form."""
        cleaned = self.cleaned_data
        return Criteria(
            words=read_words(cleaned["words"]),
            status=cleaned["status"],
            prison=cleaned.get("prison", ""),
            active_caseload_only=cleaned.get("active", "yes") != "no",
            local_administrators_only="yes" in cleaned["lsa"],
            roles=tuple(cleaned["roles"]),
            any_of_the_roles=cleaned["match"] == "any",
        )
