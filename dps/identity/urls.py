from django.urls import path

from dps.identity.home import pages as home
from dps.identity.home import service_pages as services
from dps.identity.sessions import again
from dps.identity.sessions import pages as sessions
from dps.identity.sign_in import pages as sign_in

urlpatterns = [
    path("", home.home, name="home"),
    path("change-caseload", home.change_caseload, name="change_caseload"),
    path("services/", services.services, name="services"),
    path("services/add", services.add_service, name="add_service"),
    path("services/<str:code>/", services.change_service, name="change_service"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end-others", sessions.end_others, name="end_other_sessions"),
    path("account/sessions/<uuid:session>/end", sessions.end_one, name="end_session"),
    path("account/password-again", again.password_again, name="password_again"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
]
