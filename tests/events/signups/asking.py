"""Signing up in tests: one adult, unless told otherwise."""

from django.utils import timezone

from events.models import Occurrence
from events.signups import services


def party(occurrence: Occurrence, *, email: str = "", **values) -> services.SignedUp:
    numbers = {"adults": 1, "children_0_5": 0, "children_6_12": 0, "youth_13_17": 0}
    given = {"name": "Kari Eksempel", "language": "nb", "now": timezone.now(), **numbers, **values}
    return services.sign_up(occurrence_id=occurrence.pk, email=email, **given)
