"""The list as a file: what stands in it, in the words of whoever takes it out."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.formats import in_a_row
from core.world_languages import language_name_in
from events.choices import Category
from newcomers.choices import AddressFault, Situation, Source, Wish
from newcomers.models import Newcomer, NewcomerQuerySet

# An Excel file is made in memory while somebody waits: so many people take half a second. A longer list is a
# CSV file, which any spreadsheet opens.
MOST_IN_A_WORKBOOK = 4_000
# A Norwegian number is written without it.
HERE = "+47"


def headings() -> list[str]:
    """The first row. Our own reader of lists understands it."""
    return [
        _("Name"),
        _("E-mail address"),
        _("Phone number"),
        _("Language"),
        _("Month of arrival"),
        _("Children, 0–5 years"),
        _("Children, 6–12 years"),
        _("Youth, 13–17 years"),
        _("Situation"),
        _("Interests"),
        _("How they want to hear from us"),
        _("How they came to us"),
        _("Why the address is set aside"),
        _("Wants no more e-mails"),
    ]


def lines(people: NewcomerQuerySet) -> Iterator[list[str | int]]:
    """A line for each of `people`, read in parts: however many there are, few are in memory."""
    # Put into words now: whoever asks for the lines may do so in another language.
    words = _Words()
    return (words.line(person) for person in people.iterator(chunk_size=2000))


class _Words:
    """The choices in the reader's language, each put into words once: a list may have 50,000 people."""

    def __init__(self) -> None:
        self.languages = _Once(language_name_in)
        self.situations = _Once(lambda chosen: in_a_row(*(str(Situation(each).label) for each in chosen)))
        self.interests = _Once(lambda chosen: in_a_row(*(str(Category(each).label) for each in chosen)))
        self.wishes = {value: str(label) for value, label in Wish.choices}
        self.sources = {value: str(label) for value, label in Source.choices}
        self.faults = {"": ""} | {value: str(label) for value, label in AddressFault.choices}
        self.yes = _("Yes")

    def line(self, person: Newcomer) -> list[str | int]:
        """One person."""
        return [
            person.name,
            person.email,
            _number(person.phone),
            self.languages[person.language],
            f"{person.arrived_month:%Y-%m}" if person.arrived_month else "",
            person.children_0_5,
            person.children_6_12,
            person.youth_13_17,
            self.situations[tuple(person.situations)],
            self.interests[tuple(person.interests)],
            self.wishes[person.channel],
            self.sources[person.source],
            self.faults[person.address_fault],
            self.yes if person.unsubscribed_at else "",
        ]


class _Once(dict[Any, str]):
    """What `make` makes of a key, made once."""

    def __init__(self, make: Callable[[Any], str]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, key: Any) -> str:
        self[key] = self.make(key)
        return self[key]


def _number(phone: str) -> str:
    """As one dials it: with 00, because a spreadsheet takes a plus for the beginning of a formula."""
    if phone.startswith(HERE):
        return phone.removeprefix(HERE)
    return f"00{phone[1:]}" if phone.startswith("+") else phone
