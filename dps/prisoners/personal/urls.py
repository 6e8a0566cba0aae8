from django.urls import path

from dps.prisoners.personal import pages

HERE = "<str:number>/personal"
urlpatterns = [
    path(f"{HERE}/", pages.personal, name="personal"),
    path(f"{HERE}/religion/history/", pages.religions, name="religions"),
    path(f"{HERE}/x-ray-scans/", pages.scans, name="scans"),
    path(f"{HERE}/height/", pages.height, name="edit_height"),
    path(f"{HERE}/weight/", pages.weight, name="edit_weight"),
    path(f"{HERE}/ethnicity/", pages.ethnicity, name="edit_ethnicity"),
    path(f"{HERE}/ethnicity/<str:group>/", pages.ethnic_background, name="edit_ethnic_background"),
    *(
        path(f"{HERE}/{field}/", view, name=f"edit_{field.replace('-', '_').replace('/', '_')}")
        for field, view in pages.FIELDS.items()
    ),
    path(f"{HERE}/languages/<str:code>/", pages.language, name="edit_language"),
    path(f"{HERE}/languages/<str:code>/remove/", pages.remove_language, name="remove_language"),
]
