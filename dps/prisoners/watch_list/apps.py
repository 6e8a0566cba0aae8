from django.apps import AppConfig


class WatchListConfig(AppConfig):
    name = "dps.prisoners.watch_list"
    label = "prisoner_watch_list"

    def ready(self) -> None:
        from dps.identity.home import tiles
        from dps.prisoners.permissions import PrisonerPermission
        from dps.prisoners.profile import actions
        from dps.prisoners.watch_list.queries import IS_WATCHED, action_words

        actions.register(
            actions.Action("watch", "", "watch/", 90, PrisonerPermission.SEE, question=IS_WATCHED, says=action_words)
        )
        tiles.register(
            tiles.Tile(
                "My watch list",
                "People you keep an eye on, and what changed since you last looked",
                "watch_list",
                PrisonerPermission.SEE,
                25,
            )
        )
