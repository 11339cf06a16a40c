"""Actors with names. Databases are made in `tests.databases`, servers in `tests.servers`."""

import gc
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

from core import breaker
from core.models import User
from organisations.models import Municipality, Organisation, Role
from organisations.tenancy.grants import grant_role
from tests import factories
from tests.databases import (
    _database,
    _demonstration_template,
    _django_db_helper,
    databases,
    demonstration_data,
    django_db_setup,
)
from tests.proving import WHOLE
from tests.register_server import Registers, _register_server, registers
from tests.servers import (
    Queue,
    ReceivedMail,
    _asked_by_workers,
    _celery_worker,
    _mail_server,
    asked_by_workers,
    celery_worker_process,
    lost_database,
    no_broker,
    no_cache,
    no_celery_worker,
    queue,
    smtp_server,
    wait_until,
)
from tests.sms_server import SmsProvider, _sms_server, sms_provider

__all__ = [
    "Queue",
    "Registers",
    "ReceivedMail",
    "SmsProvider",
    "_asked_by_workers",
    "_celery_worker",
    "_database",
    "_demonstration_template",
    "_django_db_helper",
    "_mail_server",
    "_register_server",
    "_sms_server",
    "asked_by_workers",
    "celery_worker_process",
    "databases",
    "demonstration_data",
    "django_db_setup",
    "lost_database",
    "no_broker",
    "no_cache",
    "no_celery_worker",
    "queue",
    "registers",
    "sms_provider",
    "smtp_server",
    "wait_until",
]

# Objects that live as long as the run are not looked through again and again: a sixth of its time.
OBJECTS_BEFORE_A_LOOK = 100_000

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves whole proofs to `make prove`; skips browser tests, by name, where there is no browser."""
    if not WHOLE:
        whole = [item for item in items if item.get_closest_marker("whole")]
        items[:] = [item for item in items if item not in whole]
        config.hook.pytest_deselected(items=whole)
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason=f"no Chromium on this machine: {item.name}"))
    # What takes minutes begins at once, whatever order the others have: nothing else waits for it at the end.
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_A_LOOK, 20, 100)


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """Rate limits are counted in the cache; no test may inherit another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _pages_are_made_anew(request, monkeypatch) -> None:
    """What a page is and costs is asked of one that is made; the tests of kept pages say so."""
    if not request.node.get_closest_marker("page_cache"):
        monkeypatch.setattr("core.page_cache.middleware.key_of", lambda request: "")


@pytest.fixture(autouse=True)
def _no_server_is_left_alone() -> None:
    """What a test has found out about a server that was away is forgotten before the next."""
    breaker.forget_all()


@pytest.fixture(autouse=True)
def _language_of_the_site(settings) -> Iterator[None]:
    """A page that was asked for leaves its language behind; no test may inherit another's."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def broken_template(settings, tmp_path) -> Callable[[str], None]:
    """Puts a template that cannot be read in the place of the one with this name."""

    def break_it(name: str) -> None:
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True)
        path.write_text("{% no_such_tag %}", encoding="utf-8")
        [engine] = settings.TEMPLATES
        settings.TEMPLATES = [{**engine, "DIRS": [tmp_path / "templates", *engine["DIRS"]]}]

    return break_it


@pytest.fixture
def heroy(db) -> Municipality:
    return factories.a_municipality()


@pytest.fixture
def organisation(heroy: Municipality) -> Organisation:
    return factories.an_organisation(municipality=heroy)


@pytest.fixture
def organiser(organisation: Organisation) -> User:
    """May publish for `organisation` in Herøy, which the municipality does not trust yet."""
    return factories.a_member(organisation, user=factories.a_user("Ola Organisator"))


@pytest.fixture
def editor(heroy: Municipality) -> User:
    """Editor in Herøy."""
    user = factories.a_user("Eva Redaktør")
    grant_role(user=user, role=Role.EDITOR, municipality=heroy)
    return user


@pytest.fixture
def host(heroy: Municipality) -> User:
    """Newcomer host in Herøy."""
    user = factories.a_user("Kari Vert")
    grant_role(user=user, role=Role.HOST, municipality=heroy)
    return user


@pytest.fixture
def adviser(heroy: Municipality) -> User:
    """County adviser in Nordland."""
    user = factories.a_user("Ragnhild Rådgiver")
    grant_role(user=user, role=Role.COUNTY_ADVISER, region=heroy.county)
    return user


@pytest.fixture
def outsider(heroy: Municipality) -> User:
    """Has every role there is, in another municipality and county, and an organisation of their own there."""
    user = factories.a_user("Ulf Utenfor")
    county = factories.a_county("Møre og Romsdal", "15")
    elsewhere = factories.a_municipality("1515", "Herøy", county=county, slug="heroy-more-og-romsdal")
    for role in (Role.ADMIN, Role.HOST, Role.EDITOR, Role.TRANSLATOR):
        grant_role(user=user, role=role, municipality=elsewhere)
    grant_role(user=user, role=Role.COUNTY_ADVISER, region=county)
    factories.a_member(factories.an_organisation("Andre lag", municipality=elsewhere), user=user)
    return user
