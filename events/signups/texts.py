"""What those who sign up by a mobile number are sent: short, with who writes first and the link last."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, override

from core.formats import beginning, in_words
from core.formats import moment as moment_in_words
from core.isolation import OwnWords, filled, isolated
from core.sms.messages import TextMessage
from events.dates.changes import What
from events.models import Occurrence
from events.signups import kinds
from events.signups.letters import About
from events.signups.links import coming_url, manage_url
from events.signups.models import Signup
from events.signups.services.rooms import number_on_list
from events.signups.wording import lines_of_numbers

# A title is cut there: what matters stands in two parts at the most.
LONGEST_TITLE = 40
# Spaces that a text message of one part has no sign for.
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})

OF_KIND: dict[str, str | Promise] = {
    kinds.CONFIRMATION: gettext_lazy(
        "%(site)s: Press the button here to keep your places at %(title)s, %(when)s: %(link)s"
    ),
    kinds.WAITING: gettext_lazy(
        "%(site)s: You are number %(number)s on the waiting list of %(title)s, %(when)s. "
        "Press the button here: %(link)s"
    ),
    kinds.PROMOTED: gettext_lazy("%(site)s: There are places for you at %(title)s, %(when)s: %(link)s"),
    kinds.OFFERED: gettext_lazy(
        "%(site)s: There are places for you at %(title)s, %(when)s. Say yes before %(moment)s: %(link)s"
    ),
    kinds.MOVED: gettext_lazy("%(site)s: You have places at %(title)s, %(when)s: %(link)s"),
    kinds.PARTY: gettext_lazy(
        "%(site)s: Are you %(party)s at %(title)s, %(when)s? Press the button here, or do nothing: %(link)s"
    ),
    kinds.REMINDER: gettext_lazy(
        "%(site)s: Remember %(title)s, %(when)s, %(place)s. Are you still coming? %(link)s"
    ),
    kinds.CANCELLED: gettext_lazy("%(site)s: You are no longer signed up for %(title)s, %(when)s."),
    kinds.RELEASED: gettext_lazy(
        "%(site)s: Your places at %(title)s, %(when)s, went to others. See if there are any left: %(link)s"
    ),
}
FIRM: str | Promise = gettext_lazy("%(site)s: You have places at %(title)s, %(when)s. Welcome! %(link)s")

THANKS: str | Promise = gettext_lazy(
    "%(site)s: Thank you for signing up for %(title)s. You are always welcome again. See what is on: %(link)s"
)
MISSED: str | Promise = gettext_lazy(
    "%(site)s: We did not see you at %(title)s, and that is quite all right. You are welcome another time: "
    "%(link)s"
)

NOT_TO_BE_HAD: str | Promise = gettext_lazy(
    "%(site)s: You cannot borrow this at %(title)s, %(when)s: %(thing)s. Your sign-up stands: %(link)s"
)

WHAT_HAPPENED: dict[What, str | Promise] = {
    What.CANCELLED: gettext_lazy("%(site)s: CANCELLED: %(title)s, %(when)s."),
    What.POSTPONED: gettext_lazy("%(site)s: Postponed, new day not known yet: %(title)s, %(when)s."),
    What.TAKEN_DOWN: gettext_lazy(
        "%(site)s: No longer announced: %(title)s, %(when)s. Ask the organiser before you go."
    ),
    What.BACK: gettext_lazy("%(site)s: It takes place after all: %(title)s, %(when)s."),
    What.MOVED: gettext_lazy("%(site)s: Moved to %(when)s: %(title)s."),
    What.CHANGED_LENGTH: gettext_lazy("%(site)s: Ends at another time: %(title)s, %(when)s."),
    What.MEETING: gettext_lazy("%(site)s: New meeting point: %(title)s, %(when)s."),
    What.LINK: gettext_lazy("%(site)s: New link to take part online: %(title)s, %(when)s."),
    What.PLACE: gettext_lazy("%(site)s: New place, %(place)s: %(title)s, %(when)s."),
    What.NOTE: gettext_lazy("%(site)s: The organiser has written about %(title)s, %(when)s:"),
}


def of_kind(kind: str, signup: Signup, about: About) -> TextMessage:
    """The text message of `kind`, in the person's language."""
    with override(signup.language):
        sentence = FIRM if kind == kinds.CONFIRMATION and signup.is_firm else OF_KIND[kind]
        link = coming_url(signup) if kind == kinds.REMINDER else manage_url(signup, party=about.party)
        return _message(signup, _said(sentence, signup, signup.occurrence, link=link, about=about))


def changed(signup: Signup, date: Occurrence, what: What, *, more: int) -> TextMessage:
    """What happened to the first of the person's dates, and of how many more, with the link."""
    with override(signup.language):
        said = _said(WHAT_HAPPENED[what], signup, date)
        also = ngettext("And %(count)s more date.", "And %(count)s more dates.", more)
        parts = [said, filled(also, count=more) if more else "", manage_url(signup)]
        return _message(signup, " ".join(part for part in parts if part))


def written(signup: Signup, date: Occurrence, *, words: str) -> TextMessage:
    """What the organiser has written to all who come, whole, with the person's own link."""
    with override(signup.language):
        text = gettext("%(site)s: The organiser of %(title)s, %(when)s, writes:")
        parts = [_said(text, signup, date), isolated(" ".join(words.split())), manage_url(signup)]
        return _message(signup, " ".join(parts))


def not_to_be_had(signup: Signup, *, thing: str) -> TextMessage:
    """What the person has asked to borrow goes to nobody, or to somebody else."""
    with override(signup.language):
        said = _said(NOT_TO_BE_HAD, signup, signup.occurrence, link=manage_url(signup), thing=thing)
        return _message(signup, said)


def afterwards(signup: Signup, date: Occurrence, *, was_missed: bool, link: str) -> TextMessage:
    """Thanks that say of nobody that they came, or the one second invitation; `link` is what is on next."""
    with override(signup.language):
        return _message(signup, _said(MISSED if was_missed else THANKS, signup, date, link=link))


def _said(
    sentence: str | Promise,
    signup: Signup,
    date: Occurrence,
    *,
    link: str = "",
    thing: str = "",
    about: About | None = None,
) -> str:
    text = date.event.text_for(signup.language)
    title = " ".join((text.title if text else date.event.title).split())
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 3].rstrip()}..."
    values: dict[str, object] = {
        "site": settings.WAGTAIL_SITE_NAME,
        "title": title,
        "when": beginning(date.starts_at, date.ends_at),
        "place": date.venue.name if date.venue else gettext("Online"),
        # A telephone takes what stands right behind an address for a part of it: no signs around it.
        "link": OwnWords(link),
        "thing": thing,
    }
    if signup.is_waiting:
        values["number"] = number_on_list(signup)
    if signup.offered_until:
        values["moment"] = moment_in_words(signup.offered_until)
    if about and about.party:
        values["party"] = in_words(lines_of_numbers(about.party))
    return filled(sentence, **values)


def _message(signup: Signup, text: str) -> TextMessage:
    return TextMessage(
        to=signup.phone,
        text=text.translate(SPACES),
        payer=str(signup.occurrence.municipality_id),
        language=signup.language,
    )
