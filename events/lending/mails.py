"""The one message of this room: what somebody has asked to borrow is not to be had."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.isolation import filled
from core.mail.outbox.kinds import Kind, Message, NotYet, Priority, Unwanted, register
from core.mail.outbox.models import OutboxMessage
from core.mail.outbox.reasons import Why
from core.mail.outbox.sealing import unseal
from events.lending.promises import NOT_TO_BE_HAD
from events.lending.wanting import Want
from events.lending.wording import want_in_words
from events.signups import mails, texts
from events.signups.kinds import signup_of
from events.signups.letters import Told
from events.signups.models import Signup
from events.signups.reminders import morning_after
from events.signups.ways import can_be_told, is_texted

WORTH = timedelta(days=7)


def is_wanted(row: OutboxMessage, now: datetime) -> bool:
    """Not to who has given up their places, nor when the date is over. A telephone may raise `NotYet`."""
    rows = Signup.objects.standing().filter(occurrence__ends_at__gt=now).select_related("occurrence")
    signup = rows.filter(pk=signup_of(row.recipient)).first()
    if signup is None or not can_be_told(signup):
        return False
    if is_texted(signup) and (morning := morning_after(now, starts_at=signup.occurrence.starts_at)):
        raise NotYet(morning)
    return True


def make(row: OutboxMessage, now: datetime) -> Message:
    signup = Signup.objects.with_date().filter(pk=signup_of(row.recipient)).first()
    if signup is None or row.secret is None:
        raise Unwanted(Why.GONE)
    said = unseal(row.secret)
    want = Want(str(said["kind"]), str(said["size"]))
    with override(signup.language):
        thing = want_in_words(want)
    if is_texted(signup):
        return texts.not_to_be_had(signup, thing=thing)
    return mails.told_message(signup, lambda title: _told(thing, title), now=now)


def _told(thing: str, title: str) -> Told:
    return Told(
        subject=filled(_("You cannot borrow what you asked for: %(title)s"), title=title),
        heading=_("You cannot borrow what you asked for"),
        lines=[
            filled(_("It cannot be had that day any longer: %(thing)s."), thing=thing),
            _("Your sign-up stands as it was. Bring your own if you can, or ask the organiser."),
        ],
        button=_("See your sign-up, or give up your places"),
    )


def register_mails() -> None:
    """Called while the app gets ready."""
    register(Kind(NOT_TO_BE_HAD, priority=Priority.ANSWER, worth=WORTH, make=make, wanted=is_wanted))
