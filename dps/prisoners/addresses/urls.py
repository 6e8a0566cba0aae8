from django.urls import path

from dps.prisoners.addresses import pages

_ROOT = "prisoners/<str:number>/personal/addresses/"
urlpatterns = [
    path(f"{_ROOT}past/", pages.past, name="past_addresses"),
    path(f"{_ROOT}add/", pages.where, name="add_address"),
    path(f"{_ROOT}add/find/", pages.find, name="find_address"),
    path(f"{_ROOT}add/uk/", pages.add_uk, name="add_uk_address"),
    path(f"{_ROOT}add/overseas/", pages.add_overseas, name="add_overseas_address"),
    path(f"{_ROOT}add/no-fixed/", pages.add_no_fixed, name="add_no_fixed_address"),
    path(f"{_ROOT}<int:address_id>/", pages.change, name="change_address"),
    path(f"{_ROOT}<int:address_id>/use/", pages.use, name="use_address"),
    path(f"{_ROOT}<int:address_id>/end/", pages.end, name="end_address"),
]
