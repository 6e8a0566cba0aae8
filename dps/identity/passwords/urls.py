from django.urls import path

from dps.identity.contact import confirming_pages as confirming
from dps.identity.contact import pages as contact
from dps.identity.passwords import pages

app_name = "passwords"
urlpatterns = [
    path("forgotten-password", pages.forgotten_password, name="forgotten_password"),
    path("forgotten-password/sent", pages.asked, name="asked"),
    path("forgotten-password/<str:token>", pages.follow_reset_link, name="follow_reset_link"),
    path("forgotten-username", pages.forgotten_user_name, name="forgotten_user_name"),
    path("forgotten-username/sent", pages.asked_for_user_name, name="asked_for_user_name"),
    path("first-password/<str:token>", pages.first_password, name="first_password"),
    path("new-password", pages.new_password, name="new_password"),
    path("new-password/user-name", pages.which_account, name="which_account"),
    path("new-password/saved", pages.saved, name="saved"),
    path("sign-in/new-password", pages.forced, name="forced"),
    path("sign-in/confirm-email", confirming.ask_on_the_way, name="ask_to_confirm"),
    path("verify-email", confirming.confirm_address, name="confirm_address"),
    path("verify-email/<str:token>", confirming.follow, name="follow_confirmation"),
    path("terms", contact.terms, name="terms"),
    path("account/password", pages.change_password, name="change_password"),
]
