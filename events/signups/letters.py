"""What the mails about a waiting list, a move and another party say, around the facts of the date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.formats import in_words
from core.formats import moment as moment_in_words
from core.isolation import filled
from events.models import Occurrence
from events.signups import kinds
from events.signups.models import Signup
from events.signups.services.rooms import number_on_list
from events.signups.wording import lines_of_numbers
from events.telling.wording import when


@dataclass(frozen=True)
class Told:
    """One mail in the person's language: subject, heading, paragraphs, and what its button says."""

    subject: str
    heading: str
    lines: Sequence[str]
    button: str


@dataclass(frozen=True)
class About:
    """What a message has beside the sign-up: the date that was left, and the party that was asked for."""

    left: Occurrence | None = None
    party: dict[str, int] | None = None


def told_of(kind: str, signup: Signup, title: str, about: About) -> Told:
    """What the mail of `kind` says, in the active language, which is the person's."""
    return MAKERS[kind](signup, title, about)


def _waiting(signup: Signup, title: str, about: About) -> Told:
    number = number_on_list(signup)
    if signup.is_firm:
        lines = [
            filled(_("This date is full. You are number %(number)s on the waiting list."), number=number),
            _("We write to you as soon as there are places for you. Can you not come? Leave the list."),
        ]
        subject = filled(_("You are on the waiting list: %(title)s"), title=title)
        return Told(subject, _("You are on the waiting list"), lines, _("See your number, or leave the list"))
    lines = [
        filled(
            _(
                "Somebody has put your e-mail address on the waiting list of this date, as number %(number)s."
                " Was it you? Open the link and press the button. Until you have, others can come before you."
            ),
            number=number,
        ),
        _("Was it not you? Then you do not have to do anything."),
    ]
    subject = filled(_("Do you want to wait for a place? %(title)s"), title=title)
    return Told(subject, _("Do you want to wait for a place?"), lines, _("Yes, I am waiting for a place"))


def _promoted(signup: Signup, title: str, about: About) -> Told:
    lines = [_("Somebody could not come, and now you have places. Welcome!")]
    button = _("See your sign-up, or give up your places")
    if not signup.is_firm:
        lines.append(
            _(
                "Open the link and press the button, so that nobody else gets your places: an hour after this"
                " e-mail they can go to somebody who needs them."
            )
        )
        button = _("Confirm your places, or give them up")
    subject = filled(_("There are places for you: %(title)s"), title=title)
    return Told(subject, _("There are places for you"), lines, button)


def _offered(signup: Signup, title: str, about: About) -> Told:
    until = moment_in_words(signup.offered_until or datetime.max)
    lines = [
        filled(
            _(
                "There are places for you now. Do you still want them? Say yes before %(moment)s. "
                "After that they go to the next on the list."
            ),
            moment=until,
        )
    ]
    subject = filled(_("Do you still want to come? %(title)s"), title=title)
    return Told(subject, _("There are places for you"), lines, _("Say yes, or no thank you"))


def _moved(signup: Signup, title: str, about: About) -> Told:
    lines = [_("You have places at the date below.")]
    if about.left:
        lines.append(
            filled(_("You are no longer signed up for %(when)s, and others can come."), when=when(about.left))
        )
    subject = filled(_("You have chosen another date: %(title)s"), title=title)
    return Told(
        subject, _("You have chosen another date"), lines, _("See your sign-up, or give up your places")
    )


def _party(signup: Signup, title: str, about: About) -> Told:
    lines = [
        filled(
            _("Somebody has signed up again with your name, and typed another number: %(party)s."),
            party=in_words(lines_of_numbers(about.party or {})),
        ),
        _("Was it you? Open the link and press the button. Was it not you? Then everything is as it was."),
    ]
    subject = filled(_("Has the number changed? %(title)s"), title=title)
    return Told(subject, _("How many are you?"), lines, _("Change how many are coming"))


MAKERS: dict[str, Callable[[Signup, str, About], Told]] = {
    kinds.WAITING: _waiting,
    kinds.PROMOTED: _promoted,
    kinds.OFFERED: _offered,
    kinds.MOVED: _moved,
    kinds.PARTY: _party,
}
