"""The product as it runs in production (templates are not looked at again for changes), with the floor page added."""

from dps.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
DEVELOPMENT = False
