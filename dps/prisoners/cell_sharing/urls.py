from django.urls import path

from dps.prisoners.cell_sharing import pages

urlpatterns = [
    path("<str:number>/csra/", pages.reviews, name="csra_history"),
    path("<str:number>/csra/<int:review>/", pages.review, name="csra_review"),
]
