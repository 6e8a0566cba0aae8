from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "dps.identity.users"
    label = "user_admin"
    address = "users/"

    def ready(self) -> None:
        from dps.identity.users import registrations

        registrations.register_all()
