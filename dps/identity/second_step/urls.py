from django.urls import path

from dps.identity.second_step.pages import asking, own

app_name = "second_step"
_own = "account/second-step"
urlpatterns = [
    path("second-step/", asking.challenge, name="challenge"),
    path("second-step/other-way", asking.other_way, name="other_way"),
    path("second-step/confirm-email", asking.confirm_email, name="confirm_email"),
    path(f"{_own}/", own.ways, name="ways"),
    path(f"{_own}/app", own.app, name="app"),
    path(f"{_own}/app/picture", own.app_picture, name="app_picture"),
    path(f"{_own}/app/remove", own.remove_app, name="remove_app"),
    path(f"{_own}/passkeys/add", own.add_passkey, name="add_passkey"),
    path(f"{_own}/passkeys/<int:passkey>/rename", own.rename_passkey, name="rename_passkey"),
    path(f"{_own}/passkeys/<int:passkey>/remove", own.remove_passkey, name="remove_passkey"),
    path(f"{_own}/recovery-codes", own.recovery_codes, name="recovery_codes"),
    path(f"{_own}/choose", own.choose, name="choose"),
]
