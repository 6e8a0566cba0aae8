from django.urls import path

from dps.case_notes.subject_access import pages

urlpatterns = [
    path("case-notes/subject-access/", pages.subject_access, name="subject_access"),
    path("case-notes/subject-access/file.json", pages.subject_access_file, name="subject_access_file"),
]
