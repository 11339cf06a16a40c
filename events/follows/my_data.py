"""What is kept of somebody who is told of dates, behind the link to all of it."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.formats import labelled
from core.privacy.held import Root, Shown, of_each, register
from events.follows.erasing import erase as erase_follows
from events.follows.erasing import follows_of
from events.follows.links import follow_from, token_for
from events.follows.models import Follow
from events.telling.wording import when


def rows(shown: Shown) -> QuerySet[Follow]:
    return of_each(shown, follows_of, Follow.objects.with_date())


def erase(shown: Shown, now: datetime) -> int:
    return sum(erase_follows(follows_of(address)) for address in shown.addresses)


def about(row: Follow) -> str:
    title = row.event.title
    return labelled(title, when(row.occurrence)) if row.occurrence else title


def register_my_data() -> None:
    """Called while the app gets ready."""
    register(
        Root(
            "follow",
            Follow,
            _("You are told if it is cancelled"),
            rows=rows,
            controller=lambda row: row.event.organisation.name,
            about=about,
            manage=lambda row: reverse("follow_manage", args=[token_for(row)]),
            erase=erase,
            opens=lambda token, now: follow_from(token, now=now),
            reached_by=lambda row: row.email or row.phone,
        )
    )
