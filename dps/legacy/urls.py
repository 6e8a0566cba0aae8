from django.urls import path

from dps.legacy import pages
from dps.legacy.outbound import pages as outbound
from dps.legacy.reconciling import pages as reconciling

app_name = "legacy"
urlpatterns = [
    path("", pages.console, name="console"),
    path("set-aside/", pages.set_aside, name="set_aside"),
    path("writes/", outbound.queue, name="writes"),
    path("writes/try-again", outbound.try_all_again, name="try_all_again"),
    path("writes/<int:write>/", outbound.one_write, name="write"),
    path("writes/<int:write>/try-again", outbound.try_again, name="try_again"),
    path("writes/<int:write>/settle", outbound.settle, name="settle"),
    path("switches/", outbound.switches, name="switches"),
    path("prisoner/", outbound.one_prisoner, name="prisoner"),
    path("prisoner/read-again", outbound.read_again, name="read_again"),
    path("mapping/", outbound.mapping, name="mapping"),
    path("reconciliation/", reconciling.reconciliation, name="reconciliation"),
]
