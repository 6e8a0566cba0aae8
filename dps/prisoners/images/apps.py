from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "dps.prisoners.images"
    label = "prisoner_images"
    address = ""

    def ready(self) -> None:
        from dps.prisoners.images import registrations

        registrations.register()
