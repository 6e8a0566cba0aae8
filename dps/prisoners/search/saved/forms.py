from django import forms

from dps.platform.design.forms import DpsForm, TextField
from dps.prisoners.search.saved.models import LONGEST_NAME


class NameForm(DpsForm):
    """The name of a search."""

    name = TextField(label="Name", max_length=LONGEST_NAME, missing="Enter a name for this search")


class SaveForm(NameForm):
    """A name for the search at an address."""

    address = forms.CharField(required=False, max_length=4000)
