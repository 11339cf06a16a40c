"""People who are welcomed, what is noted of them, whom a host has selected, and the ways in."""

from newcomers.choices import INTERESTS
from newcomers.models.forgotten import ForgottenAddress, digests_of
from newcomers.models.newcomer import Newcomer, NewcomerQuerySet
from newcomers.models.offers import NoteOfOffer, PostalAddress
from newcomers.models.selections import Selection
from newcomers.models.settings import WelcomeSettings, settings_of
from newcomers.models.uploads import KnownColumn, PeopleUpload, PeopleUploadRow
from newcomers.models.ways import WayIn, WelcomeRequest

__all__ = [
    "INTERESTS",
    "ForgottenAddress",
    "KnownColumn",
    "Newcomer",
    "NewcomerQuerySet",
    "NoteOfOffer",
    "PeopleUpload",
    "PeopleUploadRow",
    "PostalAddress",
    "Selection",
    "WayIn",
    "WelcomeRequest",
    "WelcomeSettings",
    "digests_of",
    "settings_of",
]
