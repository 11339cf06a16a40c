"""Which pages are asked for, by whom, and what SQL each of them runs; as JSON, for one country.

A process of its own, with the settings that its server has.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

import django

from benchmarks.pages.measuring import BARE, asked_by

# The list of whichever municipality is nearest to this many is compared from size to size: what others
# publish should cost it nothing. The largest shows what one's own growth costs.
ORDINARY = 300
# How far down the deep pages are.
DEEP = 0.8
# What is also asked for by one address, as everybody does.
KEPT = ("list", "municipality page", "event page")


@dataclass
class Page:
    """One that is asked for. `cookie` is the session of whoever asks.

    `anew`: each time by an address of its own, so that nothing is answered from what is kept of pages.
    """

    path: str
    cookie: str = ""
    anew: bool = True
    sql: list[str] = field(default_factory=list)
    bytes: int = 0


def main(host: str) -> None:
    django.setup()
    from django.db.models import Count
    from django.test import Client
    from django.utils import timezone

    from core.page_cache import stamps
    from events.models import Occurrence

    now = timezone.now()
    coming = Occurrence.objects.listed().upcoming(now).order_by()
    sizes = list(coming.values_list("municipality").annotate(dates=Count("pk")))
    ordinary, its_dates = min(sizes, key=lambda each: (abs(each[1] - ORDINARY), each[0]))
    largest, most_dates = max(sizes, key=lambda each: each[1])
    pages = {BARE: Page("/bench/bare/", anew=False)}
    anew = public_pages(ordinary, now)
    pages |= {f"kept: {name}": replace(anew[name], anew=False) for name in KEPT}
    pages |= anew
    pages |= {f"largest: {name}": page for name, page in lists_of(largest, now).items()}
    pages |= staff_pages(largest, now)
    for page in pages.values():
        look_at(page, Client(headers={"host": host}), host)
    # A country that was made at once has left as many notes as a real one leaves in years.
    stamps.forget(now=now + timedelta(hours=1))
    facts = {"ordinary": f"{ordinary}, {its_dates:,} dates", "largest": f"{largest}, {most_dates:,} dates"}
    print(json.dumps({"facts": facts, "pages": {name: asdict(page) for name, page in pages.items()}}))


def lists_of(kommunenummer: str, now: Any) -> dict[str, Page]:
    from organisations.models import Municipality

    slug = Municipality.objects.get(pk=kommunenummer).slug
    base = f"/nb/{slug}/events/"
    return {
        "list": Page(base),
        "list, category": Page(f"{base}?category=sprakkafe"),
        "list, category and week": Page(f"{base}?category=sprakkafe&day=week"),
        "list, deep": Page(f"{base}?after={deep_key(kommunenummer, now)}"),
        "list by series": Page(f"{base}?view=series"),
        "list by series, deep": Page(f"{base}?view=series&after={deep_key(kommunenummer, now, series=True)}"),
    }


def public_pages(kommunenummer: str, now: Any) -> dict[str, Page]:
    from events.models import Occurrence

    coming = Occurrence.objects.listed().scheduled().upcoming(now).filter(municipality=kommunenummer)
    date = coming.filter(starts_at__gt=now + timedelta(days=1)).select_related("municipality")[0]
    slug = date.municipality.slug
    return {
        **lists_of(kommunenummer, now),
        "municipality page": Page(f"/nb/{slug}/"),
        "event page": Page(f"/uk/{slug}/events/{date.public_id}/"),
        "search": Page("/nb/find/?q=spr%C3%A5kkafe"),
        "front page": Page("/nb/"),
        **{name: Page(path, anew=False) for name, path in _of_programs(kommunenummer, now).items()},
    }


def _of_programs(kommunenummer: str, now: Any) -> dict[str, str]:
    """The API takes no words that it does not know, and nothing of it is kept."""
    of_place = f"/api/v1/occurrences?municipality={kommunenummer}"
    return {
        "API: dates": of_place,
        "API: dates, categories and a month": (
            f"{of_place}&category=sprakkafe&category=tur-friluft"
            f"&from={now.date()}&to={now.date() + timedelta(days=30)}&lang=uk"
        ),
        "API: dates of the whole country": "/api/v1/occurrences",
        "API: a rare kind in the whole country": "/api/v1/occurrences?category=medvirkning&only=women",
        "API: activities": f"/api/v1/events?municipality={kommunenummer}",
    }


def deep_key(kommunenummer: str, now: Any, *, series: bool = False) -> str:
    """The key of a page so far down the list that there is still one after it."""
    from events.discovery.filters import Filters
    from events.discovery.filters.matching import matching
    from events.discovery.lists import Key, first_of_each
    from organisations.models import Municipality

    place = Municipality.objects.get(pk=kommunenummer)
    found = matching(place, Filters(by_series=series), now=now)
    rows = first_of_each(found) if series else found
    keys = list(rows.order_by("starts_at", "pk").values_list("starts_at", "pk"))
    return Key(*keys[int(len(keys) * DEEP)]).encode()


def staff_pages(kommunenummer: str, now: Any) -> dict[str, Page]:
    """The portal and the admin of the largest municipality, as three people see them."""
    from django.db.models import Count

    from core.models import User
    from home.models import HomePage
    from organisations.models import Municipality, Organisation, Role
    from organisations.tenancy.grants import grant_role

    place = Municipality.objects.get(pk=kommunenummer)
    busy = Organisation.objects.filter(municipality=place).annotate(n=Count("events")).order_by("-n").first()
    organiser = User.objects.get(memberships__organisation=busy)
    editor = User.objects.create_user("editor@load.example")
    grant_role(user=editor, role=Role.EDITOR, municipality=place)
    chief = User.objects.create_superuser("chief@load.example")
    home = HomePage.objects.get(locale__language_code="nb")
    asked = {
        "portal: front page, organiser": (organiser, "/nb/portal/"),
        "portal: activities, organiser": (organiser, "/nb/portal/events/"),
        "portal: queue, editor": (editor, "/nb/portal/queue/"),
        "portal: log, editor": (editor, "/nb/portal/log/"),
        "portal: activities, superuser": (chief, "/nb/portal/events/"),
        "admin: front page, superuser": (chief, "/admin/"),
        "admin: page explorer, superuser": (chief, f"/admin/pages/{home.pk}/"),
        "admin: page explorer, editor": (editor, f"/admin/pages/{home.pk}/"),
        "admin: users, superuser": (chief, "/admin/users/"),
    }
    return {name: Page(path, cookie=session_of(user), anew=False) for name, (user, path) in asked.items()}


def session_of(user: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def look_at(page: Page, client: Any, host: str) -> None:
    """Ask once to fill what is filled once, then note the SQL."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    headers = {"x-forwarded-proto": "https", "cookie": page.cookie}
    first, second = (asked_by(page.path, number if page.anew else 0) for number in (1, 2))
    client.get(first, headers=headers)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(second, headers=headers)
    if answer.status_code != 200:
        sys.exit(f"{page.path} answered {answer.status_code} {answer.headers.get('Location', '')}")
    page.sql = [query["sql"] for query in queries.captured_queries if query["sql"].startswith("SELECT")]
    page.bytes = len(answer.content)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.pages.serving")
    main(sys.argv[1])
