"""What messages about dates say, in whatever room they are made."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from core.isolation import filled
from core.languages import direction
from events.dates.changes import DateState, What
from events.models import Occurrence
from organisations.models import Venue

# What a message says of a date that has changed, above how it was and how it is now. What it means for those
# who mean to come, the rooms say that know them.
WHAT_HAPPENED: dict[What, str | Promise] = {
    What.CANCELLED: gettext_lazy(
        "We are sorry: the organiser has cancelled this date. You do not have to do anything."
    ),
    What.TAKEN_DOWN: gettext_lazy(
        "This activity is no longer announced here. Ask the organiser whether it takes place before you go."
    ),
    What.CHANGED_LENGTH: gettext_lazy("This date begins as before, and ends at another time."),
    What.PLACE: gettext_lazy("This date is at another place than before."),
    What.MEETING: gettext_lazy("People meet at another place than before."),
    What.LINK: gettext_lazy("There is a new link to take part online."),
    What.NOTE: gettext_lazy("The organiser has written something about this date."),
}

LINK_IS_GONE = gettext_lazy("One can no longer take part online.")
NOTE_IS_GONE = gettext_lazy("The organiser has taken away what was written about this date.")


def subject(what: What | None, title: str) -> str:
    """The subject of a mail about one date that has changed; None for several."""
    match what:
        case None:
            text = _("Your dates have changed: %(title)s")
        case What.CANCELLED:
            text = _("Cancelled by the organiser: %(title)s")
        case What.POSTPONED:
            text = _("Postponed: %(title)s")
        case What.TAKEN_DOWN:
            text = _("No longer announced: %(title)s")
        case What.BACK:
            text = _("It takes place after all: %(title)s")
        case What.MOVED:
            text = _("New time: %(title)s")
        case What.CHANGED_LENGTH:
            text = _("Ends at another time: %(title)s")
        case What.PLACE:
            text = _("New place: %(title)s")
        case What.MEETING:
            text = _("New meeting point: %(title)s")
        case What.LINK:
            text = _("New link: %(title)s")
        case What.NOTE:
            text = _("The organiser writes about: %(title)s")
    return filled(text, title=title)


def when(occurrence: Occurrence) -> str:
    """The date and its hours: "Monday, 23 November, 18:00 to 20:00"."""
    return formats.when(occurrence.starts_at, occurrence.ends_at)


def date_context(occurrence: Occurrence, *, language: str) -> dict[str, object]:
    """What a message in `language`, the active one, says of a date."""
    text = occurrence.event.text_for(language)
    title_language = text.language if text else language
    return {
        "occurrence": occurrence,
        "title": text.title if text else occurrence.event.title,
        "title_language": title_language,
        "title_direction": direction(title_language),
        "when": when(occurrence),
    }


def changed_date(
    date: Occurrence,
    *,
    was: DateState,
    what: What,
    sentences: Mapping[What, str | Promise],
    venues: Mapping[int, Venue],
    language: str,
) -> dict[str, object]:
    """What a message says of one date that has changed, in `language`, the active one.

    `venues` are those that dates were at, by their ids. The templates are `events/telling/changed_date`.
    """
    source = date.event.source_text
    context = date_context(date, language=language)
    was_when = formats.when(was.starts_at, was.ends_at)
    return {
        **context,
        "sentence": _sentence(date, what, sentences),
        "was_when": was_when if was_when != context["when"] else "",
        "is_elsewhere": was.venue_id != date.venue_id,
        "meets_elsewhere": was.meeting_point is not None and was.meeting_point != date.event.meeting_point,
        "met_at": was.meeting_point or "",
        "meeting_point": date.event.meeting_point,
        # Only where it is another: it is for those who come, and so is the message.
        "link": date.event.online_url if was.online_url not in (None, date.event.online_url) else "",
        "was_at": venues.get(was.venue_id) if was.venue_id else None,
        # In the organiser's own words and language; on one line, so that nothing looks like the mail's own.
        "reason": " ".join(date.reason.split()) if what in (What.CANCELLED, What.POSTPONED) else "",
        "cause": date.get_cause_display() if what == What.CANCELLED else "",
        "note": " ".join(date.note.split()) if what not in (What.CANCELLED, What.TAKEN_DOWN) else "",
        "words_language": source.language if source else date.municipality.language,
        "has_day": what != What.POSTPONED,
        "takes_place": what not in (What.CANCELLED, What.TAKEN_DOWN),
    }


def _sentence(date: Occurrence, what: What, sentences: Mapping[What, str | Promise]) -> str | Promise:
    if what == What.NOTE and not date.note:
        return NOTE_IS_GONE
    if what == What.LINK and not date.event.online_url:
        return LINK_IS_GONE
    return sentences[what]
