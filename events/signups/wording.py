"""A sign-up's facts in the reader's language, for pages and mails alike."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import formats
from core.isolation import filled
from events.dates.changes import What
from events.models import Occurrence
from events.signups.models import Signup

# What a mail says of a date that has changed, above how it was and how it is now; and the mail's subject.
WHAT_HAPPENED = {
    What.CANCELLED: gettext_lazy(
        "We are sorry: the organiser has cancelled this date. You do not have to do anything."
    ),
    What.POSTPONED: gettext_lazy(
        "The organiser has postponed this date, and the new day is not known yet. "
        "You keep your places, and we write to you when the day is known."
    ),
    What.TAKEN_DOWN: gettext_lazy(
        "This activity is no longer announced here. Ask the organiser whether it takes place before you go."
    ),
    What.BACK: gettext_lazy("This date takes place after all, and you still have your places."),
    What.MOVED: gettext_lazy("The organiser has moved this date to another time. You keep your places."),
    What.CHANGED_LENGTH: gettext_lazy("This date begins as before, and ends at another time."),
    What.PLACE: gettext_lazy("This date is at another place than before."),
    What.NOTE: gettext_lazy("The organiser has written something about this date."),
}

NOTE_IS_GONE = gettext_lazy("The organiser has taken away what was written about this date.")


def subject(what: What | None, title: str) -> str:
    """The subject of a mail about one date that has changed; None for several."""
    match what:
        case None:
            text = _("Your dates have changed: %(title)s")
        case What.CANCELLED:
            text = _("Cancelled by the organiser: %(title)s")
        case What.POSTPONED:
            text = _("Postponed: %(title)s")
        case What.TAKEN_DOWN:
            text = _("No longer announced: %(title)s")
        case What.BACK:
            text = _("It takes place after all: %(title)s")
        case What.MOVED:
            text = _("New time: %(title)s")
        case What.CHANGED_LENGTH:
            text = _("Ends at another time: %(title)s")
        case What.PLACE:
            text = _("New place: %(title)s")
        case What.NOTE:
            text = _("The organiser writes about: %(title)s")
    return filled(text, title=title)


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
    return [filled(line, count=count) for count, line in lines if count]
