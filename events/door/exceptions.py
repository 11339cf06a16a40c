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
