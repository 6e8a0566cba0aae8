from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dps.key_workers.settings.urls")),
    path("", include("dps.key_workers.figures.urls")),
    path("", include("dps.key_workers.dashboards.urls")),
    path("", include("dps.key_workers.allocating.urls")),
    path("", include("dps.key_workers.recommending.urls")),
    path("", include("dps.key_workers.rounds.urls")),
    path("", include("dps.key_workers.history.urls")),
    path("", include("dps.key_workers.staff.urls")),
    path("", include("dps.key_workers.profile.urls")),
    path("", include("dps.key_workers.due.urls")),
    path("", include("dps.key_workers.emails.urls")),
    path("", include("dps.key_workers.cover.urls")),
    path("", include("dps.key_workers.roles.urls")),
]
