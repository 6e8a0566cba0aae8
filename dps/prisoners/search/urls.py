from django.urls import path

from dps.prisoners.search import pages
from dps.prisoners.search.attributes import pages as attributes
from dps.prisoners.search.duplicates import pages as duplicates
from dps.prisoners.search.keywords import pages as keywords
from dps.prisoners.search.lookups import pages as lookups
from dps.prisoners.search.physical import pages as physical

urlpatterns = [
    path("", pages.search_my_prison, name="search"),
    path("export", pages.export_my_prison, name="export_search"),
    path("global", pages.search_everywhere, name="global_search"),
    path("global/export", pages.export_everywhere, name="export_global_search"),
    path("keywords", keywords.keywords, name="keyword_search"),
    path("keywords/export", keywords.export_keywords, name="export_keyword_search"),
    path("description", physical.description, name="description_search"),
    path("description/export", physical.export_description, name="export_description_search"),
    path("<str:number>/duplicates/", duplicates.possible_duplicates, name="possible_duplicates"),
    path("attributes", attributes.attributes, name="attribute_search"),
    path("attributes/export", attributes.export_attributes, name="export_attribute_search"),
    path("look-up", lookups.look_up, name="look_up_numbers"),
    path("release-dates", lookups.release_dates, name="release_dates"),
    path("restricted-patients", lookups.restricted_patients, name="restricted_patients_search"),
    path("locations", lookups.locations, name="export_locations"),
]
