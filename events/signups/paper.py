"""The list for the door, on paper: who comes, boxes to tick, and lines for those who just come.

It has names, so it is made while its organiser waits and kept nowhere: a `MadeFile` is for everybody.
"""

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.formats import in_words
from core.isolation import filled
from core.languages import direction
from core.sorting import alphabetical_key
from core.typesetting.services import Recipe
from events.models import Occurrence
from events.printing.sides import titled, when_of, where_of
from events.signups.wording import party_lines

# For those who come without having signed up.
LINES = 8


def door_recipe(occurrence: Occurrence) -> Recipe:
    """In the active language: the organiser reads it. One query. Only those who have their places."""
    signups = sorted(occurrence.signups.confirmed(), key=lambda each: alphabetical_key(each.name))
    language = get_language() or "nb"
    title = titled(occurrence)
    places = sum(each.party_size for each in signups)
    expected = ngettext("%(number)d person is expected.", "%(number)d people are expected.", places)
    days = settings.SIGNUP_RETENTION_DAYS
    values = {
        "title": title["title"],
        "activity": title["title"],
        "title_language": title["title_language"],
        "title_rtl": title["title_rtl"],
        "language": language,
        "rtl": direction(language) == "rtl",
        "when": when_of(occurrence),
        "where": where_of(occurrence),
        "expected": filled(expected, number=places),
        "heads": {"name": _("Name"), "party": _("Who comes")},
        "rows": [{"name": each.name, "party": in_words(party_lines(each))} for each in signups],
        "walk_in": _("Came without signing up: write a number, no name"),
        "lines": LINES,
        "kept": " ".join(
            (
                _("This list has names on it: show it to nobody, and do not hang it up."),
                filled(
                    ngettext(
                        "Write down how many came, and tear it up: "
                        "%(number)d day after the activity at the latest.",
                        "Write down how many came, and tear it up: "
                        "%(number)d days after the activity at the latest.",
                        days,
                    ),
                    number=days,
                ),
            )
        ),
    }
    return Recipe("door.typ", "pdf", values)
