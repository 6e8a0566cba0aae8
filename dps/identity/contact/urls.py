from django.urls import path

from dps.identity.contact import pages

app_name = "contact"
urlpatterns = [
    path("", pages.account, name="account"),
    path("name", pages.name, name="name"),
    path("user-name", pages.user_name, name="user_name"),
    path("email", pages.email, name="email"),
    path("email/resend", pages.resend_email, name="resend_email"),
    path("backup-email", pages.backup_email, name="backup_email"),
    path("backup-email/resend", pages.resend_backup, name="resend_backup"),
    path("mobile", pages.mobile, name="mobile"),
    path("mobile/code", pages.mobile_code, name="mobile_code"),
]
