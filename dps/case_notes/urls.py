from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dps.case_notes.catalogue.urls")),
    path("", include("dps.case_notes.system_notes.urls")),
    path("", include("dps.case_notes.adding.urls")),
    path("", include("dps.case_notes.reading.urls")),
    path("", include("dps.case_notes.administration.urls")),
    path("", include("dps.case_notes.subject_access.urls")),
]
