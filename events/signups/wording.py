"""A sign-up's facts in the reader's language, for pages and mails alike."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy, ngettext

from core.isolation import filled
from events.dates.changes import What
from events.signups.models import PARTY, Signup
from events.telling import wording as telling

# What a mail says of a date that has changed: who is signed up keeps their places.
WHAT_HAPPENED = {
    **telling.WHAT_HAPPENED,
    What.POSTPONED: gettext_lazy(
        "The organiser has postponed this date, and the new day is not known yet. "
        "You keep your places, and we write to you when the day is known."
    ),
    What.BACK: gettext_lazy("This date takes place after all, and you still have your places."),
    What.MOVED: gettext_lazy("The organiser has moved this date to another time. You keep your places."),
}

# To whom has none yet, and stands on the list of the date.
WHAT_HAPPENED_TO_LISTS = {
    **WHAT_HAPPENED,
    What.POSTPONED: gettext_lazy(
        "The organiser has postponed this date, and the new day is not known yet. "
        "You keep your number on the waiting list."
    ),
    What.BACK: gettext_lazy("This date takes place after all, and you still have your number on the list."),
    What.MOVED: gettext_lazy(
        "The organiser has moved this date to another time. You keep your number on the waiting list."
    ),
}


def party_lines(signup: Signup) -> list[str]:
    """Who comes, one line for each kind: ["2 adults", "1 child from 6 to 12 years"]."""
    return lines_of_numbers(signup.party)


def lines_of_numbers(party: Mapping[str, int]) -> list[str]:
    """The same of numbers by the names of their fields."""
    adults, youth, older, younger = (party.get(name, 0) for name in PARTY)
    lines = [
        (adults, ngettext("%(count)s adult", "%(count)s adults", adults)),
        (
            youth,
            ngettext(
                "%(count)s young person from 13 to 17 years",
                "%(count)s young people from 13 to 17 years",
                youth,
            ),
        ),
        (
            older,
            ngettext(
                "%(count)s child from 6 to 12 years",
                "%(count)s children from 6 to 12 years",
                older,
            ),
        ),
        (
            younger,
            ngettext(
                "%(count)s child from 0 to 5 years",
                "%(count)s children from 0 to 5 years",
                younger,
            ),
        ),
    ]
    return [filled(line, count=count) for count, line in lines if count]


def dates_of_booking(rows: Sequence[Signup]) -> list[dict[str, str]]:
    """When each date of a booking is, and how one stands there, in the active language; [] of a single date.

    `rows` come with their dates, the next first.
    """
    if len(rows) < 2:
        return []
    return [
        {
            "when": telling.when(row.occurrence),
            "state": "" if row.has_places else str(row.get_status_display()),
        }
        for row in rows
    ]
