"""What kind of place it is, and what each kind is listed under."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.choices import Category


class Kind(models.TextChoices):
    """The values are stable: they stand in exports."""

    LIBRARY = "library", _("Library")
    OPEN_HOUSE = "open_house", _("Volunteer centre")
    SWIMMING = "swimming", _("Swimming hall")
    EQUIPMENT = "equipment", _("Equipment to borrow")
    YOUTH_CLUB = "youth_club", _("Youth club")
    CHURCH_HALL = "church_hall", _("Church hall")
    SECOND_HAND = "second_hand", _("Second-hand shop")
    SPORTS_HALL = "sports_hall", _("Sports hall")
    INFORMATION = "information", _("Information and help")
    OTHER = "other", _("Another place")


CATEGORY_OF: Mapping[str, str] = {
    Kind.LIBRARY: Category.MEETING_PLACE,
    Kind.OPEN_HOUSE: Category.MEETING_PLACE,
    Kind.SWIMMING: Category.SPORT,
    Kind.EQUIPMENT: Category.OUTDOORS,
    Kind.YOUTH_CLUB: Category.YOUTH,
    Kind.CHURCH_HALL: Category.MEETING_PLACE,
    Kind.SECOND_HAND: Category.VOLUNTEERING,
    Kind.SPORTS_HALL: Category.SPORT,
    Kind.INFORMATION: Category.NEW_IN_NORWAY,
    Kind.OTHER: Category.MEETING_PLACE,
}


class State(models.TextChoices):
    WAITING = "waiting", _("Waits for the municipality")
    PUBLIC = "public", _("Public")
    SENT_BACK = "sent_back", _("To be changed")
    TAKEN_DOWN = "taken_down", _("Taken down")
