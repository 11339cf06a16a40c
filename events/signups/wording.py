"""A sign-up's facts in the reader's language, for pages and mails alike."""

from django.utils.translation import gettext_lazy, ngettext

from core.isolation import filled
from events.dates.changes import What
from events.signups.models import Signup
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


def party_lines(signup: Signup) -> list[str]:
    """Who comes, one line for each kind: ["2 adults", "1 child from 6 to 12 years"]."""
    lines = [
        (signup.adults, ngettext("%(count)s adult", "%(count)s adults", signup.adults)),
        (
            signup.youth_13_17,
            ngettext(
                "%(count)s young person from 13 to 17 years",
                "%(count)s young people from 13 to 17 years",
                signup.youth_13_17,
            ),
        ),
        (
            signup.children_6_12,
            ngettext(
                "%(count)s child from 6 to 12 years",
                "%(count)s children from 6 to 12 years",
                signup.children_6_12,
            ),
        ),
        (
            signup.children_0_5,
            ngettext(
                "%(count)s child from 0 to 5 years",
                "%(count)s children from 0 to 5 years",
                signup.children_0_5,
            ),
        ),
    ]
    return [filled(line, count=count) for count, line in lines if count]
