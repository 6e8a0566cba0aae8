from django.urls import path

from dps.platform.live.pages import may_listen
from dps.platform.web import pages

urlpatterns = [
    path("health", pages.health, name="health"),
    path("health/liveness", pages.liveness, name="liveness"),
    path("health/readiness", pages.readiness, name="readiness"),
    path("info", pages.info, name="info"),
    path("metrics", pages.metrics, name="metrics"),
    path("robots.txt", pages.robots, name="robots"),
    path("live/may-listen", may_listen, name="may_listen"),
]
