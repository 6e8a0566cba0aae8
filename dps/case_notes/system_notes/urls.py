from django.urls import path

from dps.case_notes.system_notes import pages

urlpatterns = [path("case-notes/system-notes/", pages.system_notes, name="system_notes")]
