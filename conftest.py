"""What tests share: a cheap password hash, the running product, a real browser with scripts on and off."""

import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
"""The browser leaves its event loop running in the thread of the tests, which Django would take for our own."""
ROOT = Path(__file__).parent
PASSWORD = "landing keys kettle 7"

hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, max_examples=60)
hypothesis_settings.load_profile("ci")


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> None:
    """Real Argon2, at its least cost: 19 MiB for every test account would be minutes."""
    from dps.identity.accounts.hashers import PrisonArgon2Hasher

    PrisonArgon2Hasher.time_cost = 1
    PrisonArgon2Hasher.memory_cost = 64


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties the tables after a test that commits, but does not know that of the jobs."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture(autouse=True)
def _fresh_labels() -> None:
    """What is kept in the process belongs to the database of another test."""
    from dps.estate import queries as estate
    from dps.identity.home import queries as home
    from dps.identity.provider import keys
    from dps.platform.audit.record import remember_where

    remember_where(None, "")
    estate.forget_kept()
    home.forget_kept()
    keys.forget_kept()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, testrun_uid: str) -> None:
    """Tests that commit are cleaned up by TRUNCATE, which the audit refuses. Its own test puts the guard back. What a
    migration put there is put there again: Django says when."""
    from django.apps import apps
    from django.db import connection
    from django.db.models.signals import post_migrate

    from dps.case_notes.catalogue.loading import load_types

    post_migrate.connect(lambda **_: load_types(), sender=apps.get_app_config("case_notes"), weak=False)

    with django_db_blocker.unblock():
        _keep_a_copy(str(connection.settings_dict["NAME"]), testrun_uid)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_no_truncate")


@dataclass(frozen=True)
class Site:
    """The running product and the NOMIS behind it."""

    address: str
    nomis_url: str
    database_url: str


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _remake(url: str, database: str, *, like: str = "template1") -> str:
    with psycopg.connect(_named(url, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{like}"')
    return _named(url, database)


MAKE_THE_ESTATE = """
import django
django.setup()
from django.core.management import call_command
for words in (
    ["load_estate"], ["load_identity"], ["demo", "--prisoners", "90", "--seed", "5"], ["sync", "--full"],
    ["demo_users"],
):
    call_command(*words)
"""


def _is_of(url: str, database: str, run: str) -> bool:
    """Whether a database is there that this run of the tests made."""
    said = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with psycopg.connect(_named(url, "postgres"), autocommit=True) as connection:
        return connection.execute(said, [database]).fetchone() == (run,)


def _say_of(url: str, database: str, run: str) -> None:
    with psycopg.connect(_named(url, "postgres"), autocommit=True) as connection:
        connection.execute(f"COMMENT ON DATABASE \"{database}\" IS '{run}'")


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "making-the-estate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _with_tables(url: str) -> str:
    return f"journey_tables_{urlsplit(url).path.strip('/')}"


def _keep_a_copy(test_database: str, run: str) -> None:
    """The test database as it is made, with nothing but its tables: the demo estate begins with it."""
    from django.db import connections

    url = os.environ["DATABASE_URL"]
    with _one_at_a_time():
        if not _is_of(url, _with_tables(url), run):
            connections.close_all()
            _remake(url, _with_tables(url), like=test_database)
            _say_of(url, _with_tables(url), run)


def _estate_made_once(url: str, run: str) -> tuple[str, str]:
    """The two databases of the demo estate of this run of the tests, made by the first who asks: each copies them."""
    estate = f"journey_estate_{urlsplit(url).path.strip('/')}"
    in_nomis = f"{estate}_in_nomis"
    if _is_of(url, estate, run):
        return estate, in_nomis
    environment = {
        **os.environ,
        "DATABASE_URL": _remake(url, estate, like=_with_tables(url)),
        "NOMIS_DATABASE_URL": _remake(url, in_nomis),
        "DJANGO_SETTINGS_MODULE": "dps.config.settings",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-c", MAKE_THE_ESTATE]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    _say_of(url, estate, run)
    return estate, in_nomis


def free_port() -> int:
    """A port nobody uses, with the next one free too."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            with contextlib.suppress(OSError):
                other.bind(("127.0.0.1", port + 1))
                return port


def wait_for(address: str, seconds: float = 60) -> None:
    """Wait until a page answers."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2).close()
            return
        if time.monotonic() > deadline:
            raise TimeoutError(address)
        time.sleep(0.1)


@pytest.fixture(scope="session")
def live_site(worker_id: str, testrun_uid: str, django_db_setup: None) -> Iterator[Site]:
    """The whole product on a demo estate of 90 people: web, live, worker and follower of NOMIS, as real processes."""
    given = os.environ["DATABASE_URL"]
    mine = f"{urlsplit(given).path.strip('/')}_{worker_id}"
    with _one_at_a_time():
        estate, in_nomis = _estate_made_once(given, testrun_uid)
        database_url = _remake(given, f"journey_{mine}", like=estate)
        nomis_url = _remake(given, f"journey_nomis_{mine}", like=in_nomis)
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "NOMIS_DATABASE_URL": nomis_url,
        "PORT": str(port),
        "PUBLIC_URL": f"http://localhost:{port}",
        "LOG_LEVEL": "ERROR",
        "DATABASE_POOL": "4",
        "DPS_VAR": str(ROOT / "var" / f"journey-{urlsplit(os.environ['DATABASE_URL']).path.strip('/')}-{worker_id}"),
    }
    granian = [sys.executable, "-m", "granian", "--host", "127.0.0.1", "--log-level", "error"]
    processes = [
        subprocess.Popen(
            [
                *granian,
                "--interface",
                "wsgi",
                "--port",
                str(port),
                "--workers",
                "1",
                "--blocking-threads",
                "1",
                "dps.config.wsgi:application",
            ],
            cwd=ROOT,
            env=environment,
        ),
        subprocess.Popen(
            [*granian, "--interface", "asgi", "--port", str(port + 1), "dps.platform.live.asgi:application"],
            cwd=ROOT,
            env=environment,
        ),
        subprocess.Popen(
            [sys.executable, "manage.py", "sync", "--follow"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        ),
        subprocess.Popen(
            [sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "2"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ),
    ]
    try:
        wait_for(f"http://localhost:{port}/health/readiness")
        yield Site(f"http://localhost:{port}", nomis_url, database_url)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


@pytest.fixture(scope="session")
def _clicks_wait() -> None:
    """A click is over once the page it led to is there. Playwright waits only until that page begins to come, and
    `is_visible()` and `count()` answer at once: about what is not there yet."""
    from playwright.sync_api import Locator

    click = Locator.click

    def click_and_wait(self: Any, **options: Any) -> None:
        click(self, **options)
        self.page.wait_for_load_state("load")

    Locator.click = click_and_wait  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def browser(_clicks_wait: None) -> Iterator[Any]:
    """One Chromium for the session."""
    from playwright.sync_api import sync_playwright

    from launch.browser import installed

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


_LONGEST = (
    "tests/test_journeys.py",
    "dps/legacy/tests/test_follow.py",
    "tests/test_bad_input.py",
    "tests/test_journeys",
    "tests/",
    "dps/legacy/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no process is left with one at the end. The first makes the demo estate, for
    which other journeys wait: what stands second and third does not need it."""

    def place(item: pytest.Item) -> int:
        file = item.path.relative_to(ROOT).as_posix()
        return next((at for at, start in enumerate(_LONGEST) if file.startswith(start)), len(_LONGEST))

    items.sort(key=place)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """A journey that fails says what was on the page: a missing link alone does not tell why."""
    report = yield
    window = getattr(item, "funcargs", {}).get("page")
    if report.when == "call" and report.failed and hasattr(window, "inner_text"):
        with contextlib.suppress(Exception):
            report.sections.append(("The page then", f"{window.url}\n{window.inner_text('body', timeout=2000)[:3000]}"))
    return report


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def page(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    """A browser window of 1024 x 768, once with scripts and once without. Script errors fail the test."""
    context = browser.new_context(viewport={"width": 1024, "height": 768}, java_script_enabled=request.param)
    window = context.new_page()
    broken: list[str] = []
    window.on("pageerror", lambda error: broken.append(str(error)))
    yield window
    context.close()
    assert not broken, broken


LAST_CODE = """
from dps.platform.notify.models import Message
sent = Message.objects.filter(username={username!r}, template="second-step-code").order_by("-created_at").first()
print("code", sent.values["code"])
"""


LISTENER = """
import contextlib, io, json, sys, traceback, django
django.setup()
for asked in sys.stdin:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        try:
            exec(json.loads(asked), {})
        except Exception:
            traceback.print_exc(file=said)
    print(json.dumps(said.getvalue()), flush=True)
"""


@pytest.fixture(scope="session")
def in_the_product(live_site: Site, worker_id: str) -> Iterator[Callable[..., str]]:
    """Runs a few lines in the product that is running, about one person; gives what they print. One process for all:
    starting Django takes longer than what is asked of it."""
    environment = {
        **os.environ,
        "DATABASE_URL": live_site.database_url,
        "PUBLIC_URL": live_site.address,
        "DPS_VAR": str(ROOT / "var" / f"journey-{urlsplit(os.environ['DATABASE_URL']).path.strip('/')}-{worker_id}"),
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "dps.config.settings",
    }
    listener = subprocess.Popen(
        [sys.executable, "-c", LISTENER],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert listener.stdin and listener.stdout

    def run(lines: str, username: str) -> str:
        listener.stdin.write(json.dumps(lines.format(username=username)) + "\n")
        listener.stdin.flush()
        said = str(json.loads(listener.stdout.readline())).strip()
        assert "Traceback" not in said, said
        return said

    yield run
    listener.stdin.close()
    listener.wait(20)


@pytest.fixture(scope="session")
def manage(in_the_product: Callable[..., str]) -> Callable[..., str]:
    """Runs a management command of the product that is running; gives what it prints."""

    def run(*words: str) -> str:
        asked = ", ".join(repr(word) for word in words)
        return in_the_product(f"from django.core.management import call_command\ncall_command({asked})", "")

    return run


@pytest.fixture
def enter_code(in_the_product: Callable[..., str]) -> Callable[[Any, str], None]:
    """Enters the code that was sent to somebody, on the page that asks for it."""

    def as_user(window: Any, username: str) -> None:
        window.get_by_label("Code").fill(in_the_product(LAST_CODE, username).removeprefix("code "))
        window.get_by_role("button", name="Continue").click()

    return as_user


@pytest.fixture
def sign_in(live_site: Site, enter_code: Callable[[Any, str], None]) -> Callable[..., None]:
    """Signs a window in as one of the demo officers, all the way: with the code that was sent, when one is asked for.
    With `whole=False` it stops after the password."""

    def as_user(window: Any, username: str, *, whole: bool = True) -> None:
        window.goto(f"{live_site.address}/sign-in")
        window.get_by_label("User name").fill(username)
        window.get_by_label("Password", exact=True).fill(PASSWORD)
        window.get_by_role("button", name="Sign in").click()
        if whole and window.get_by_role("heading", name="Check your email").count():
            enter_code(window, username)

    return as_user


_looked_at: set[tuple[str, int]] = set()
"""Which look of which journey axe has had: it loads the page itself, with scripts, so one of the two ways is enough."""


@pytest.fixture(scope="session")
def _window_of_axe(browser: Any) -> Iterator[Any]:
    """One window for every look, so that style sheets and scripts are fetched once."""
    context = browser.new_context(viewport={"width": 1024, "height": 768}, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def axe(_window_of_axe: Any, request: pytest.FixtureRequest) -> Callable[[Any], None]:
    """Fails with a readable list when the page in the window breaks WCAG 2.2 AA or axe's best practice."""
    source = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
    looked_at = _window_of_axe
    looks = 0

    def check(window: Any) -> None:
        nonlocal looks
        looks += 1
        look = (request.node.nodeid.partition("[")[0], looks)
        if look in _looked_at:
            return
        looked_at.context.clear_cookies()
        looked_at.context.add_cookies(window.context.cookies())
        looked_at.goto(window.url)
        looked_at.evaluate(source)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = looked_at.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, preload: false,"
            " resultTypes: ['violations']})",
            tags,
        )
        problems = [
            f"{problem['id']}: {problem['help']}: {problem['nodes'][0]['html'][:160]}"
            for problem in found["violations"]
        ]
        looked_at.goto("about:blank")
        _looked_at.add(look)
        assert not problems, json.dumps([window.url, *problems], indent=1)

    return check
