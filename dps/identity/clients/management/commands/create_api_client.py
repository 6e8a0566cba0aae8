import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dps.identity.accounts.catalogue import load_roles
from dps.identity.clients import rules
from dps.identity.clients.commands import register_client
from dps.identity.models import Role
from dps.platform import local_time
from dps.platform.access import SYSTEM
from dps.platform.web.refusals import Invalid


class Command(BaseCommand):
    help = "Register a system and print its client_id and client_secret as JSON. The secret is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", action="append", default=[], help="may be given more than once")
        parser.add_argument("--client-id", default="", help="made from the name when not given")
        parser.add_argument(
            "--redirect-uri", action="append", default=[], help="makes it a system that signs people in; repeatable"
        )
        parser.add_argument("--post-logout-redirect-uri", action="append", default=[], help="repeatable")
        parser.add_argument(
            "--scope",
            action="append",
            default=[],
            help="unless given: read and write, or openid, profile, email and read to sign people in; repeatable",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not Role.objects.exists():
            load_roles()
        for_people = bool(options["redirect_uri"])
        try:
            client, secret = register_client(
                name=options["name"],
                roles=options["role"],
                client_id=options["client_id"],
                grant=rules.SIGNS_PEOPLE_IN if for_people else rules.ACTS_BY_ITSELF,
                redirect_uris=options["redirect_uri"],
                post_logout_redirect_uris=options["post_logout_redirect_uri"],
                scopes=options["scope"] or None,
                by=SYSTEM,
                at=local_time.now(),
            )
        except Invalid as refused:
            lines = "\n".join(f"  --{field.replace('_', '-')}: {words}" for field, words in refused.problems.items())
            raise CommandError(f"The client was not made:\n{lines}") from None
        self.stdout.write(json.dumps({"client_id": client.client_id, "client_secret": secret}))
