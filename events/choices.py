"""What can be said with a choice: choices translate themselves.

Sources: the county's programmes, DNT's grading.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.languages import language_codes


class Category(models.TextChoices):
    """What kind of activity it is. The values are stable and public: they stand in addresses and exports."""

    LANGUAGE_CAFE = "sprakkafe", _("Language café")
    NORWEGIAN_COURSE = "norskkurs", _("Norwegian course")
    NEW_IN_NORWAY = "ny-i-norge", _("New in Norway meeting")
    OUTDOORS = "tur-friluft", _("Hiking and outdoors")
    SPORT = "idrett", _("Sport and exercise")
    CRAFTS = "handarbeid", _("Crafts and workshop")
    FOOD = "mat", _("Food and cooking")
    CULTURE = "kultur", _("Film, music, dance and art")
    GAMES = "spill", _("Games")
    MEETING_PLACE = "kafe-moteplass", _("Café and drop-in")
    FAMILY = "barn-familie", _("Children and families")
    YOUTH = "ungdom", _("Young people")
    HOMEWORK = "leksehjelp", _("Homework help")
    COURSE = "kurs", _("Course")
    NETWORK = "mentor-nettverk", _("Mentors and networks")
    VOLUNTEERING = "frivillig-dugnad", _("Volunteering and dugnad")
    CELEBRATION = "feiring", _("Celebration")
    FAITH = "tro-livssyn", _("Faith and belief")
    INFLUENCE = "medvirkning", _("Say what you think")

    @classmethod
    def sensitive(cls) -> list["Category"]:
        """Those where coming tells what somebody believes (GDPR article 9): no names, one just comes."""
        return [cls.FAITH]


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("Everyone")
    ADULTS = "adults", _("Adults")
    FAMILIES = "families", _("Families with children")
    CHILDREN = "children", _("Children")
    YOUTH = "youth", _("Young people")
    SENIORS = "seniors", _("Older people")


class Admission(models.TextChoices):
    """Drop-in is the norm among language cafés and open houses."""

    DROP_IN = "drop_in", _("Just come")
    SIGN_UP = "sign_up", _("Sign up first")


class SignupFor(models.TextChoices):
    """What one sign-up is for, as the organiser chooses."""

    DATE = "date", _("One date at a time")
    SEVERAL = "several", _("One or several dates, as people choose")
    COURSE = "course", _("The whole series: a course")


class Level(models.TextChoices):
    """The lowest level of Norwegian that is enough (Council of Europe, CEFR)."""

    BEGINNER = "beginner", _("A little Norwegian is enough")
    A1 = "A1", _("A few words of Norwegian (A1)")
    A2 = "A2", _("Everyday Norwegian (A2)")
    B1 = "B1", _("Conversation in Norwegian (B1)")
    B2 = "B2", _("Good Norwegian (B2)")
    NONE = "none", _("Norwegian is not needed")


class Food(models.TextChoices):
    NONE = "none", _("No food")
    COFFEE = "coffee", _("Coffee and tea")
    SNACK = "snack", _("Something small to eat")
    MEAL = "meal", _("A meal")


class Grade(models.TextChoices):
    """The grades of Den Norske Turistforening (DNT)."""

    EASY = "easy", _("Easy (green)")
    MEDIUM = "medium", _("Medium (blue)")
    DEMANDING = "demanding", _("Demanding (red)")
    EXPERT = "expert", _("Very demanding (black)")


class Pace(models.TextChoices):
    """How fast a group walks."""

    EASY = "easy", _("Easy, with many breaks")
    NORMAL = "normal", _("An ordinary walking pace")
    FAST = "fast", _("Fast, for those who are fit")


class Cause(models.TextChoices):
    """Why a date does not take place, as a choice: everybody reads it in their own language."""

    ILLNESS = "illness", _("Illness")
    WEATHER = "weather", _("The weather")
    TOO_FEW = "too_few", _("Too few people")
    CLOSED = "closed", _("The place is closed")


class TextState(models.TextChoices):
    SOURCE = "source", _("Written by the organiser")
    HUMAN = "human", _("Translated by a person")
    MACHINE = "machine", _("Translated by a machine")
    OUTDATED = "outdated", _("The original has changed since")


# Languages that are spoken at events, and that the site is not written in.
OTHER_LANGUAGES = (
    "pl",
    "lt",
    "ti",
    "so",
    "th",
    "fil",
    "ro",
    "ru",
    "fa",
    "ps",
    "es",
    "se",
    "smj",
    "sma",
)


def spoken_languages() -> list[str]:
    """What can be spoken at an event: what the site is written in, and others. Norwegian counts once here."""
    written = [code for code in language_codes() if code not in ("nb", "nn")]
    return list(dict.fromkeys(["no", *written, *OTHER_LANGUAGES]))


class State(models.TextChoices):
    """Where the newest version of an activity stands. Whether something is shown is `Event.live`."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for approval")
    CHANGES = "changes", _("Changes asked for")
    PUBLISHED = "published", _("Published")
    TAKEN_DOWN = "taken_down", _("Taken down")


class Happened(models.TextChoices):
    """What a row of an activity's log says: `events.models.LogEntry`."""

    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    HANDED_IN = "handed_in", _("Sent to the municipality")
    HANDED_IN_AGAIN = "handed_in_again", _("Sent to the municipality again")
    PUBLISHED = "published", pgettext_lazy("what has happened", "Published")
    APPROVED = "approved", _("Approved")
    CHANGES_ASKED_FOR = "changes_asked_for", _("Changes asked for")
    TAKEN_DOWN = "taken_down", _("Taken down")
    BROUGHT_BACK = "brought_back", _("Shown again")
    DATES_CHANGED = "dates_changed", _("Dates changed")
    DATE_CANCELLED = "date_cancelled", _("A date was cancelled")
    WROTE = "wrote", _("Wrote to all who come")
    # What an older version of the site has noted of its own housekeeping.
    OTHER = "other", _("Something else")


class ActingAs(models.TextChoices):
    """In which of their roles somebody did it; empty for the organisation itself."""

    EDITOR = "editor", _("Editor")
    DEPUTY = "deputy", _("Deputy")
    COUNTY = "county", _("The county's editor")
