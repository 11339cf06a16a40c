"""The next dates as an Atom feed (RFC 4287): for programs that read news, and for other sites."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import get_language, override

from core.clock import local_day, midnight
from core.formats import in_a_row, when
from core.mail.letter import absolute
from events.discovery.cards import event_url
from events.exchange.calendar import facts_in_words, one_line
from events.exchange.feeds import Feed
from events.models import Occurrence

# A reader looks at the first of them; the calendar has the others.
MOST = 50
AHEAD = timedelta(days=60)


def feed_atom(feed: Feed, *, url: str, now: datetime) -> bytes:
    """The file of `feed`, whose own address is `url`: its next `MOST` dates. Raises what `name` raises.

    Three queries, and those of `name`.
    """
    today = midnight(local_day(now))
    coming = feed.dates.filter(ends_at__gt=today).select_related(
        "event", "venue", "organisation", "municipality"
    )
    said = coming.prefetch_related("event__texts", "event__co_organisers").order_by("starts_at", "pk")
    with override(feed.language):
        name = one_line(feed.name())
        dates = list(said[:MOST])
        entries = "".join(entry for date in dates for entry in _entry(date))
    updated = max((date.changed_at for date in dates), default=today)
    page = url.replace("/feed.atom", "/", 1)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(feed.language)}>\n'
        f"<title>{escape(name)}</title>\n<id>{escape(url)}</id>\n<updated>{_moment(updated)}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(url)}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>\n'
        f"<author><name>Møteplass</name></author>\n{entries}</feed>\n"
    ).encode()


def _entry(date: Occurrence) -> Iterator[str]:
    # Moved alone or not, the place of a date is the one on its row: what is said of its access, too.
    date.event.venue = date.venue
    words = date.event.text_for()
    title = one_line(words.title if words else date.event.title)
    if not date.takes_place:
        title = f"{date.get_status_display()}: {title}"
    place = one_line(date.venue.name) if date.venue else ""
    said = "\n".join([in_a_row(when(date.starts_at, date.ends_at), place), facts_in_words(date)])
    language = words.language if words and date.takes_place else get_language() or "nb"
    label = one_line(str(date.get_category_display()))
    yield f"<entry>\n<id>urn:uuid:{date.public_id}</id>\n"
    yield f"<title xml:lang={quoteattr(language)}>{escape(title)}</title>\n"
    yield f"<updated>{_moment(date.changed_at)}</updated>\n"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(absolute(event_url(date)))}/>\n'
    yield f"<author><name>{escape(one_line(date.organisation.name))}</name></author>\n"
    yield f"<category term={quoteattr(date.category)} label={quoteattr(label)}/>\n"
    yield f"<summary>{escape(said)}</summary>\n</entry>\n"


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
