"""What a booklet is made of, read from the rows: the municipality, its pictures, and what is next there."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings

from core.typesetting.engine import signs_of
from core.typesetting.signs import Replaced, Signs
from events.discovery.cards import municipality_url
from events.printing.sides import address_for_all
from newcomers.welcome.booklet.given import Booklet, Person, Place
from newcomers.welcome.booklet.pictures import Picture, printed
from newcomers.welcome.booklet.values import booklet_values
from newcomers.welcome.content.languages import around
from newcomers.welcome.content.rendering import pictures_in
from newcomers.welcome.content.resolving import Content, own_texts
from newcomers.welcome.next_events import next_events, soonest
from organisations.models import Municipality

# Of the letters of a booklet: where more than these are lost, it is in a script that no font of ours has.
MAY_BE_LOST = 0.05


@cache
def signs() -> Signs:
    return signs_of(str(settings.TYPEFACES))


def place_of(municipality: Municipality) -> Place:
    return Place(
        name=municipality.full_name,
        page=address_for_all(municipality_url(municipality)),
        language=municipality.language,
        crest=crest_of(municipality),
    )


def crest_of(municipality: Municipality) -> Picture | None:
    """The municipality's coat of arms, where its page has one."""
    stored = municipality.crest
    return printed({stored.pk: stored}).get(stored.pk) if stored else None


def booklet_of(
    content: Content, *, municipality: Municipality, now: datetime, person: Person | None = None
) -> Booklet:
    """The booklet that `content` makes, with what is next in the municipality as of `now`."""
    count = max((part["count"] for part in content["parts"] if part["type"] == "next_events"), default=0)
    # Titles in a language that the site has: as in the mail and on the page.
    language = around(content["language"])
    planned = next_events(municipality=municipality, language=language, now=now) if count else []
    return Booklet(
        content=content,
        place=place_of(municipality),
        now=now,
        pictures=printed(pictures_in(content)),
        planned=soonest(planned, count),
        person=person,
    )


def replaced_in(booklet: Booklet) -> list[Replaced]:
    """What is printed otherwise than it was written, each sign once."""
    return signs().replaced(booklet_values(booklet))


def is_printable(content: Mapping[str, Any]) -> bool:
    """Whether there are fonts for the script that most of it is in: there are none for Chinese."""
    words = [str(each.get("text") or each.get("html") or "") for each in own_texts(content)]
    letters = [sign for each in words for sign in each if sign.isalpha()]
    lost = sum(signs().text(sign) == "?" for sign in letters)
    return lost <= MAY_BE_LOST * len(letters)
