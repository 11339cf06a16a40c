"""Why a date cannot be followed: each with a stable code and words for the person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FollowRefused(Exception):
    """`code` is for machines and never changes; `message` is in the reader's language.

    `status` is the HTTP status of the answer.
    """

    code = "refused"
    status = 409
    title: str | Promise = ""
    message: str | Promise = ""

    def __str__(self) -> str:
        return str(self.message)


class NotPublic(FollowRefused):
    code = "not_public"
    status = 404


class IsSensitive(FollowRefused):
    code = "sensitive"
    title = _("We keep no list of who comes to this")
    message = _(
        "Who comes to an activity about faith is nobody’s business, so we do not keep your address for it. "
        "Call the organiser to hear whether it takes place."
    )


class TakesSignups(FollowRefused):
    code = "takes_signups"
    title = _("Sign up, and you are told")
    message = _("You sign up for this activity. Who has signed up is told when something changes.")


class HasEnded(FollowRefused):
    code = "ended"
    status = 410
    title = _("This date is over")
    message = _("This date has already taken place. There may be a new date, or something else this week.")


class IsCancelled(FollowRefused):
    code = "cancelled"
    title = _("This date is cancelled")
    message = _("The organiser has cancelled this date. Look for another one.")


class IsPostponed(FollowRefused):
    code = "postponed"
    title = _("This date is postponed")
    message = _("It takes place another day, and nobody knows yet which. Look here again in a few days.")
