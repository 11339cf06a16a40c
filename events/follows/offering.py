"""The form on the page of a date: an address, and one is told."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from core.privacy import FOLLOW
from events.discovery.joining import Joining
from events.follows.exceptions import IsSensitive
from events.follows.forms import FollowForm
from events.follows.services import refusal_of
from events.models import Occurrence

TEMPLATE = "follows/follow_here.html"


def follow_here(request: HttpRequest, occurrence: Occurrence, now: datetime, repeats: bool) -> Joining | None:
    """The same form as on its own page; of a date of faith, whom to call instead."""
    refusal = refusal_of(occurrence.event, occurrence, now=now)
    if isinstance(refusal, IsSensitive) and occurrence.takes_place and occurrence.ends_at > now:
        return Joining("follows/call_instead.html", {})
    if refusal or occurrence.starts_at <= now:
        return None
    url = reverse("follow", args=[occurrence.municipality.slug, occurrence.public_id])
    values = {"form": FollowForm(repeats=repeats), "repeats": repeats, "url": url, "purpose": FOLLOW}
    return Joining(TEMPLATE, values)
