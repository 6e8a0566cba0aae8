"""The product as it is, with the floor page added."""

from dps.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
