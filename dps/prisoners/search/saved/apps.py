from django.apps import AppConfig


class SavedSearchesConfig(AppConfig):
    name = "dps.prisoners.search.saved"
    label = "prisoner_saved_searches"
    address = ""
