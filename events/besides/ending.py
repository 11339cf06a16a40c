"""When what was said with sign-ups ends: with the date that they are for, wherever it or they are moved."""

from datetime import timedelta

from django.conf import settings
from django.db.models import OuterRef, Subquery

from events.besides.choices import Until
from events.besides.models import HelpWanted, OwnAnswer, WantsToBeMet
from events.signups.models import Signup

# An update knows its own columns alone: from the sign-up to the end of its date.
ENDS_AT = Subquery(Signup.objects.filter(pk=OuterRef("signup")).values("occurrence__ends_at")[:1])


def _kept() -> timedelta:
    return timedelta(days=settings.SIGNUP_RETENTION_DAYS)


def wishes_end(**here: object) -> None:
    """The wish to be met, of the sign-ups that `here` filters by."""
    WantsToBeMet.objects.filter(**here).update(expires_at=ENDS_AT)


def help_ends(**here: object) -> None:
    """The help that they need."""
    HelpWanted.objects.filter(**here).update(expires_at=ENDS_AT + _kept())


def answers_end(**here: object) -> None:
    """What they have answered: each as long as its question says."""
    answers = OwnAnswer.objects.filter(**here)
    answers.filter(question__until=Until.SIGNUP).update(expires_at=ENDS_AT + _kept())
    day_after = ENDS_AT + timedelta(days=1)
    answers.filter(question__until=Until.DAY_AFTER).update(expires_at=day_after)
