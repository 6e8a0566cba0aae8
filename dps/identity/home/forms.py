from django import forms

from dps.platform.design.forms import CheckboxesField, DpsForm, SelectField, TextAreaField, TextField


class CaseloadForm(DpsForm):
    caseload = SelectField(label="Establishment", missing="Choose an establishment")


class ServiceForm(DpsForm):
    code = TextField(label="Code", max_length=64, hint="Small letters, numbers and hyphens. It cannot be changed later")
    name = TextField(label="Name", max_length=100, missing="Enter a name")
    description = TextField(label="Description", max_length=200)
    address = TextField(label="Address", max_length=500, missing="Enter the address of the service")
    roles = TextAreaField(
        label="Roles that see it", max_length=2000, hint="Role codes, one on each line. Leave empty for everybody"
    )
    prisons = TextAreaField(
        label="Prisons where it is switched on",
        max_length=2000,
        hint="Prison codes, one on each line. Leave empty for all prisons",
    )
    contact = TextField(label="Who to contact for help", max_length=240)
    enabled = CheckboxesField(label="Is it shown?", choices=[("yes", "Show it on the home page")])
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
