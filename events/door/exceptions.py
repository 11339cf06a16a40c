"""Why a head count is refused: each with a stable code and words for the person."""

from django.utils.translation import gettext_lazy as _

from events.signups.exceptions import Refused


class DoorNotOpen(Refused):
    code = "door_not_open"
    message = _("You can count from two hours before it begins, and not for a date that is cancelled.")


class NeverPublished(DoorNotOpen):
    code = "never_published"
    message = _("This activity was never published, so nobody can be counted here. Publish it first.")


class TooManyFirstTimers(Refused):
    code = "too_many_first_timers"
    message = _("There cannot be more people here for the first time than adults and children together.")


class TooManyNewcomers(Refused):
    code = "too_many_newcomers"
    message = _("There cannot be more people who are new here than adults and children together.")


class TooManyNewcomersFirst(Refused):
    code = "too_many_newcomers_first"
    message = _(
        "Those who are new here and come for the first time are among the new ones, and among those here for "
        "the first time: it cannot be more than either."
    )


class NobodyAskedWhoIsNew(Refused):
    code = "nobody_asked_who_is_new"
    message = _("Type how many are new here, too: 0 when there is nobody.")


class TooManyPhones(Refused):
    code = "too_many_phones"
    message = _("Too many phones count here already. Tell one of the others what you have counted.")
