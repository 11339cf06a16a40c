"""What those who mean to come are told of a date, for mails and text messages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from events.dates.changes import What
from events.telling import wording as telling

# What a mail says of a date that has changed.
WHAT_HAPPENED: dict[What, str | Promise] = {
    **telling.WHAT_HAPPENED,
    What.POSTPONED: gettext_lazy(
        "The organiser has postponed this date, and the new day is not known yet. "
        "We write to you when the day is known."
    ),
    What.BACK: gettext_lazy("This date takes place after all."),
    What.MOVED: gettext_lazy("The organiser has moved this date to another time."),
}
