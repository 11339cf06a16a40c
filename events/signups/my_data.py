"""What is kept of somebody who has signed up, behind the link to all of it."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.formats import labelled
from core.isolation import isolated
from core.privacy.held import Root, Shown, of_each, register
from events.signups.erasing import erase_signups, signups_of
from events.signups.links import signup_from, token_for
from events.signups.models import Signup
from events.telling.wording import when


def rows(shown: Shown) -> QuerySet[Signup]:
    return of_each(shown, signups_of, Signup.objects.with_date())


def erase(shown: Shown, now: datetime) -> int:
    return erase_signups([row.pk for row in rows(shown) if shown.knows(row.name)])


def about(row: Signup) -> str:
    """Two of a family may share an address, and go to one date."""
    date = labelled(row.occurrence.event.title, when(row.occurrence))
    return f"{date} – {isolated(row.name)}" if row.name else date


def register_my_data() -> None:
    """Called while the app gets ready."""
    register(
        Root(
            "signup",
            Signup,
            _("You have signed up"),
            rows=rows,
            controller=lambda row: row.occurrence.organisation.name,
            about=about,
            named=lambda row: row.name,
            manage=lambda row: reverse("signup_manage", args=[token_for(row)]),
            erase=erase,
            hangs=True,
            opens=lambda token, now: signup_from(token, now=now),
            reached_by=lambda row: row.email or row.phone,
        )
    )
