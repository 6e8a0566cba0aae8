from django.urls import path

from dps.identity.users.bulk import pages

app_name = "bulk"
urlpatterns = [
    path("", pages.changes, name="list"),
    path("begin/", pages.begin, name="begin"),
    path("<int:change>/", pages.one_change, name="change"),
    path("<int:change>/ticket/", pages.ticket, name="ticket"),
    path("<int:change>/roles/", pages.roles, name="roles"),
    path("<int:change>/people/", pages.people, name="people"),
    path("<int:change>/summary/", pages.summary, name="summary"),
    path("<int:change>/discard/", pages.discard, name="discard"),
    path("<int:change>/results.csv", pages.results_file, name="results"),
]
