from django.apps import AppConfig


class SearchIndexConfig(AppConfig):
    name = "dps.prisoners.search.index"
    label = "prisoner_search_index"
    address = ""
