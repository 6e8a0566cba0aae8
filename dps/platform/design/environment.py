"""The template environment of every page."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from dps.platform import local_time


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def plural(number: int, one: str, many: str | None = None) -> str:
    """`1 alert`, `2 alerts`; thousands with commas."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def pounds(pence: int | None) -> str:
    """Pence as `£1,234.50`; a debt as `-£2.00`; '' for none."""
    if pence is None:
        return ""
    return f"{'-' if pence < 0 else ''}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def environment(**options: Any) -> Environment:
    """Made once by Django. Templates of a service are in its `templates/<service>/` folder."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs()]
    options.pop("loader", None)
    env = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader([str(folder) for folder in folders if folder.is_dir()]),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        trim_blocks=True,
        lstrip_blocks=True,
        **{**options, "undefined": ChainableUndefined, "auto_reload": settings.DEVELOPMENT},
    )
    env.globals.update(url=_url, static=static, plural=plural, development=settings.DEVELOPMENT)
    env.filters.update(
        short_date=local_time.short_date,
        long_date=local_time.long_date,
        clock=local_time.clock,
        long_date_and_time=local_time.long_date_and_time,
        pounds=pounds,
    )
    return env
