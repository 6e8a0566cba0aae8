from django.urls import path

from dps.prisoners.restricted_patients import pages

urlpatterns = [
    path("restricted-patients/", pages.patients, name="restricted_patients"),
    path("restricted-patients/discharge/", pages.discharge, name="discharge_to_hospital"),
    path("restricted-patients/add/", pages.add_released, name="add_restricted_patient"),
    path("restricted-patients/<str:number>/prison/", pages.supporting_prison, name="supporting_prison"),
    path("restricted-patients/<str:number>/remove/", pages.remove, name="remove_restricted_patient"),
]
