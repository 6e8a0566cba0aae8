from dps.platform.design.forms import DpsForm, RadiosField


class ChooseAccountForm(DpsForm):
    account = RadiosField(label="Account", missing="Choose an account")
