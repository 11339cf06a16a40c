"""A sign-up's facts in the reader's language, for pages and mails alike."""

from django.utils.translation import ngettext

from core import formats
from events.models import Occurrence
from events.signups.models import Signup


def when(occurrence: Occurrence) -> str:
    """The date and its hours: "Monday, 23 November, 18:00 to 20:00"."""
    return formats.when(occurrence.starts_at, occurrence.ends_at)


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
    return [line % {"count": count} for count, line in lines if count]
