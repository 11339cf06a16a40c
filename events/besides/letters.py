"""The words of this room's mails: sentences around the facts of a date, in the active language."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import day_with_beginning, in_words
from core.isolation import filled
from events.besides.meeting import Wanted
from events.models import Occurrence


@dataclass(frozen=True)
class Told:
    """One mail: its subject, its heading, its paragraphs, what its button says, and a list below it."""

    subject: str
    heading: str
    lines: Sequence[str]
    button: str
    listed: Sequence[str] = field(default_factory=list)
    last: str = ""


def greeter_asked(*, title: str, organisation: str, first_name: str) -> Told:
    return Told(
        subject=filled(_("Will you meet people at the door? %(title)s"), title=title),
        heading=_("Will you meet people at the door?"),
        lines=[
            filled(
                _(
                    "%(organisation)s asks whether you would meet those who hesitate to come alone the first"
                    " time."
                ),
                organisation=organisation,
            ),
            filled(
                _(
                    "If you say yes, the page of the activity says “%(name)s can meet you at the door”. The"
                    " day before you get a message if somebody wants to be met. You can say no at any time."
                ),
                name=first_name,
            ),
        ],
        button=_("Say yes or no"),
        last=_("If you do nothing, you are named nowhere."),
    )


def to_meet(wanted: Wanted, *, title: str) -> Told:
    number = ngettext(
        "%(number)s party wants to be met at the door.",
        "%(number)s parties want to be met at the door.",
        wanted.number,
    )
    lines: list[str] = [filled(number, number=wanted.number)]
    if wanted.names:
        names = _("Their first names, where we know them: %(names)s")
        lines.append(filled(names, names=in_words(wanted.names)))
    lines.append(_("Be at the door some minutes before it begins, and say hello to who looks around."))
    return Told(
        subject=filled(_("Somebody wants to be met at the door: %(title)s"), title=title),
        heading=_("Somebody wants to be met at the door"),
        lines=lines,
        button=_("Can you not come? Say so here"),
    )


def it_goes(*, title: str, number: int) -> Told:
    said = ngettext("%(number)s person has signed up.", "%(number)s people have signed up.", number)
    return Told(
        subject=filled(_("It is certain: %(title)s"), title=title),
        heading=_("It is certain: we go."),
        lines=[filled(said, number=number), _("You have your place. We look forward to seeing you.")],
        button=_("See your sign-up, or give up your places"),
    )


def too_few(*, title: str, number: int, wanted: int) -> Told:
    rule = ngettext(
        "We go when %(number)s person has signed up.", "We go when %(number)s people have signed up.", wanted
    )
    said = _("Confirmed so far: %(number)s")
    return Told(
        subject=filled(_("Do you go anyway? %(title)s"), title=title),
        heading=_("Do you go anyway?"),
        lines=[
            f"{filled(rule, number=wanted)} {filled(said, number=number)}",
            _("Decide now, so that people know it in time: you go anyway, or it is cancelled."),
            _("Nothing happens by itself. Whoever has signed up is told what you decide."),
        ],
        button=_("Decide"),
    )


def thanks(dates: Sequence[Occurrence], *, title: str, similar: Sequence[str]) -> Told:
    """Neutral: it says of nobody that they came."""
    return Told(
        subject=filled(_("Thank you for signing up: %(title)s"), title=title),
        heading=_("Thank you for signing up"),
        lines=[
            _("We hope that it was good to be there. You are always welcome again."),
            *_next_words(dates, similar),
        ],
        button=_("See what is on"),
        listed=[*_days(dates), *similar],
    )


def missed(dates: Sequence[Occurrence], *, title: str, similar: Sequence[str]) -> Told:
    return Told(
        subject=filled(_("You are welcome another time: %(title)s"), title=title),
        heading=_("You are welcome another time"),
        lines=[
            _("We did not see you, and that is quite all right: something often comes in between."),
            _("If you would still like to come, you are as welcome as before."),
            *_next_words(dates, similar),
        ],
        button=_("See what is on"),
        listed=[*_days(dates), *similar],
        last=_("We ask only this once."),
    )


def _next_words(dates: Sequence[Occurrence], similar: Sequence[str]) -> list[str]:
    if dates:
        return [_("The next dates:")]
    return [_("Something like it:")] if similar else []


def _days(dates: Sequence[Occurrence]) -> list[str]:
    return [day_with_beginning(date.starts_at, date.ends_at) for date in dates]
