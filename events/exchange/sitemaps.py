"""What search engines are told of: municipalities, activities and organisations, each in every language.

An activity is one address, that of its next date: a million dates would be a million addresses that say the
same. A part has a stretch of numbers, so however many there are, each is found by its index.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.db import connection
from django.db.models import F, IntegerField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import override

from core.languages import language_codes
from core.mail.letter import absolute
from events.exchange.api.statements import LISTED
from events.exchange.calendar import NOBODYS
from organisations.models import Municipality, Organisation

# Numbers in one part. In five languages, each with its five others, an address takes some 4 kB.
SIZE = 500
PARTS = ("municipalities", "events", "organisations")
_NEXT = f"""
    SELECT o.public_id, o.changed_at, o.municipality_id FROM events_occurrence o
    WHERE o.event_id = e.id AND {LISTED} AND o.starts_at > %s::timestamptz - interval '31 days'
        AND o.ends_at > %s
    ORDER BY o.starts_at, o.id LIMIT 1"""  # noqa: S608  names of ours
_WHICH_EVENTS = f"""
SELECT DISTINCT e.id / {SIZE} FROM events_event e JOIN LATERAL ({_NEXT}) n ON true WHERE e.live ORDER BY 1
"""  # noqa: S608  names of ours
_EVENTS = f"""
SELECT m.slug, n.public_id, n.changed_at FROM events_event e JOIN LATERAL ({_NEXT}) n ON true
JOIN organisations_municipality m ON m.kommunenummer = n.municipality_id AND m.is_active
WHERE e.live AND e.id >= %s AND e.id < %s ORDER BY e.id
"""  # noqa: S608  names of ours
Found = tuple[str, str, tuple[str, ...], str, datetime | None]


def index(*, now: datetime) -> bytes:
    """Which parts there are. Two statements."""
    parts = ["municipalities", *(f"organisations-{number}" for number in _organisation_parts())]
    parts += [f"events-{number}" for number in _event_parts(now)]
    addresses = (absolute(reverse("sitemap_part", args=[name])) for name in parts)
    rows = "".join(f"<sitemap><loc>{address}</loc></sitemap>\n" for address in addresses)
    return _document("sitemapindex", "", rows)


def part(name: str, number: int, *, now: datetime) -> bytes | None:
    """One part; None where nothing is in it. One statement."""
    entries = "".join(
        {"municipalities": _municipalities, "organisations": _organisations}.get(name, _events)(number, now)
    )
    if not entries:
        return None
    return _document("urlset", ' xmlns:xhtml="http://www.w3.org/1999/xhtml"', entries)


def _document(element: str, also: str, content: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'{head}<{element} xmlns="{namespace}"{also}>\n{content}</{element}>\n'.encode()


def _organisation_parts() -> list[int]:
    shown = Organisation.objects.listed().filter(municipality__is_active=True).order_by()
    parts = shown.annotate(part=Cast(F("pk"), IntegerField()) / SIZE)
    return sorted(parts.values_list("part", flat=True).distinct())


def _event_parts(now: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_WHICH_EVENTS, [now, now])
        return [row[0] for row in cursor.fetchall()]


def _municipalities(number: int, now: datetime) -> Iterator[str]:
    if number:
        return
    for slug in Municipality.objects.active().order_by("kommunenummer").values_list("slug", flat=True):
        yield from _entries(_addresses("wagtail_serve", f"{slug}/"))
        yield from _entries(_addresses("event_list", slug))


def _organisations(number: int, now: datetime) -> Iterator[str]:
    shown = Organisation.objects.listed().filter(municipality__is_active=True)
    here = shown.filter(pk__gte=number * SIZE, pk__lt=(number + 1) * SIZE).order_by("pk")
    for slug, own in here.values_list("municipality__slug", "slug"):
        yield from _entries(_addresses("organisation_page", slug, own))


def _events(number: int, now: datetime) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [now, now, number * SIZE, (number + 1) * SIZE])
        rows = cursor.fetchall()
    for slug, public_id, changed_at in rows:
        pages = _addresses("event_detail", slug, NOBODYS)
        yield from _entries(
            ((code, page.replace(NOBODYS, str(public_id))) for code, page in pages), changed_at
        )


@lru_cache(maxsize=2000)
def _addresses(name: str, *args: str) -> tuple[tuple[str, str], ...]:
    """The page in every language: (its code, the full address)."""
    found = []
    for code in language_codes():
        with override(code):
            found.append((code, absolute(reverse(name, args=args))))
    return tuple(found)


def _entries(pages: Iterable[tuple[str, str]], changed_at: datetime | None = None) -> Iterator[str]:
    """One for each language, and each says all of them: so search engines know that they are one page."""
    known = list(pages)
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(page)}/>'
        for code, page in known
    )
    usual = dict(known)[settings.LANGUAGE_CODE]
    others += f'<xhtml:link rel="alternate" hreflang="x-default" href={quoteattr(usual)}/>'
    changed = f"<lastmod>{changed_at:%Y-%m-%d}</lastmod>" if changed_at else ""
    for _code, page in known:
        yield f"<url><loc>{page}</loc>{changed}{others}</url>\n"
