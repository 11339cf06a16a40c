"""Why a sign-up is refused: each with a stable code and words for the person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.isolation import filled


class Refused(Exception):
    """`code` is for machines and never changes; `message` is lazily in the reader's language."""

    code = "refused"
    message: str | Promise = ""

    def __str__(self) -> str:
        return str(self.message)


class SignUpRefused(Refused):
    """Nobody can be signed up, or not this many. `status` is the HTTP status of the answer."""

    status = 409
    title: str | Promise = ""


class NotPublic(SignUpRefused):
    code = "not_public"
    status = 404
    title = _("We cannot find this activity")
    message = _("It may have been taken down. There may be others like it.")


class IsCancelled(SignUpRefused):
    code = "cancelled"
    title = _("This date is cancelled")
    message = _("The organiser has cancelled this date, so nobody can sign up for it. Look for another one.")


class IsPostponed(SignUpRefused):
    code = "postponed"
    title = _("This date is postponed")
    message = _(
        "It takes place another day, and nobody knows yet which. "
        "You can sign up when the organiser has set a new date."
    )


class HasEnded(SignUpRefused):
    code = "ended"
    status = 410
    title = _("This date is over")
    message = _("This date has already taken place. There may be a new date, or something else this week.")


class DropIn(SignUpRefused):
    code = "drop_in"
    title = _("You do not need to sign up")
    message = _("You can just come, without signing up.")


class TooManyWait(SignUpRefused):
    code = "too_many_wait"
    title = _("Type your e-mail address too")
    message = _(
        "Many have asked by telephone to come, and the organiser has not answered them yet. Type your"
        " e-mail address too, and you get your places at once."
    )


class AlreadyThere(SignUpRefused):
    code = "already_there"
    title = _("You are signed up for that date already")
    message = _("Nothing is changed. Your sign-up for the other date has a link of its own.")


class IsFull(SignUpRefused):
    """`left` is how many places are free: too few for the party, perhaps none."""

    code = "full"
    title = _("There are no places left")

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left

    def __str__(self) -> str:
        if self.left < 1:
            return str(
                # Also what somebody sees who has just taken the last place and presses the button once more.
                _(
                    "Every place is taken. If you have signed up already, you have your place, and we"
                    " have sent you an e-mail about it."
                )
            )
        return filled(
            ngettext(
                "There is only %(left)s place left. Nothing is saved yet: change the numbers and try again.",
                "There are only %(left)s places left. Nothing is saved yet: "
                "change the numbers and try again.",
                self.left,
            ),
            left=self.left,
        )
