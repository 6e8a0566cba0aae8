from django.urls import path

from dps.prisoners.changes import pages

HERE = "prisoners/<str:number>/changes"
urlpatterns = [
    path(f"{HERE}/", pages.changes, name="changes"),
    path(f"{HERE}/<int:change>/put-back/", pages.put_back, name="put_back"),
    path(f"{HERE}/<str:kind>/", pages.changes_of_kind, name="changes_of_kind"),
    path(f"{HERE}/<str:kind>/<path:key>/", pages.changes_of_thing, name="changes_of_thing"),
]
