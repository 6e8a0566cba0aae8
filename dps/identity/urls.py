from django.urls import path

from dps.identity import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("sign-in", pages.sign_in, name="sign_in"),
    path("sign-out", pages.sign_out, name="sign_out"),
    path("change-caseload", pages.change_caseload, name="change_caseload"),
]
