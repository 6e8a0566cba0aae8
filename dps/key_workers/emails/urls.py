from django.urls import path

from dps.key_workers.emails import pages

urlpatterns = [path("key-workers/<slug:policy>/emails/", pages.emails, name="key_work_emails")]
