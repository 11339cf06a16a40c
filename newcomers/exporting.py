"""The list as a file: what stands in it, in the words of whoever takes it out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.formats import NO_BREAK_SPACE, in_a_row, telephone
from core.world_languages import language_name_in
from newcomers.models import Newcomer, NewcomerQuerySet

# An Excel file is made in memory; a longer list is a CSV file, which any spreadsheet opens.
MOST_IN_A_WORKBOOK = 10_000


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
    names: dict[str, str] = {}
    for person in people.iterator(chunk_size=2000):
        if person.language not in names:
            names[person.language] = language_name_in(person.language)
        yield _line(person, names[person.language])


def _number(phone: str) -> str:
    """As people write it. With 00: a spreadsheet takes a plus for the beginning of a formula."""
    shown = telephone(phone).replace(NO_BREAK_SPACE, " ") if phone else ""
    return f"00{shown[1:]}" if shown.startswith("+") else shown


def _line(person: Newcomer, language: str) -> list[str | int]:
    return [
        person.name,
        person.email,
        _number(person.phone),
        language,
        f"{person.arrived_month:%Y-%m}" if person.arrived_month else "",
        person.children_0_5,
        person.children_6_12,
        person.youth_13_17,
        in_a_row(*person.situation_labels),
        in_a_row(*person.interest_labels),
        str(person.get_channel_display()),
        str(person.get_source_display()),
        str(person.get_address_fault_display()) if person.address_fault else "",
        _("Yes") if person.unsubscribed_at else "",
    ]
