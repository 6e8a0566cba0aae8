from datetime import timedelta

from django.apps import AppConfig

KEEP_SUBMISSIONS = timedelta(days=2)


class WebConfig(AppConfig):
    name = "dps.platform.web"
    label = "web"

    def ready(self) -> None:
        from dps.platform import local_time
        from dps.platform.jobs import upkeep
        from dps.platform.web.models import Submission

        upkeep.register(
            "forms done", lambda: Submission.objects.filter(at__lt=local_time.now() - KEEP_SUBMISSIONS).delete()
        )
