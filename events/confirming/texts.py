"""The text messages to volunteers: one message of 160 signs where the language allows.

What the sentences leave no room for is cut from the title, which whoever is asked knows.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from core.isolation import OwnWords, filled
from core.sms.messages import TextMessage, is_answerable
from core.sms.parts import parts_of
from events.confirming import links
from events.confirming.choices import Why
from events.confirming.models import Question, SignOfLife
from events.confirming.wording import asks_number, soon_of, title_of
from events.models import Occurrence, Responsible

# So much of a title is left, at the least.
LEAST = 12


def fitted(write: Callable[[str], str], value: str) -> str:
    """What `write` writes of `value`, cut until it is one message; other scripts than ours take several."""
    words = write(value)
    number = parts_of(words)
    if number.number == 1 or not number.is_gsm and parts_of(write("")).number > 1:
        return words
    for length in range(len(value), LEAST - 1, -1):
        words = write(value if length == len(value) else f"{value[:length].rstrip(' ,.-–')}.")
        if parts_of(words).number == 1:
            break
    return words


def to(who: Responsible, text: str, *, payer: str) -> TextMessage:
    return TextMessage(to=who.phone, text=text, payer=payer, language=who.language)


def question(questions: list[Question], *, now: datetime) -> TextMessage:
    """The question about these dates, which one message asks about."""
    first = questions[0]
    who, date = first.responsible, first.occurrence
    with override(who.language):
        about = _about(questions, now)
        ways = _ways(first, now)
        text = fitted(lambda title: " ".join((filled(about, title=title), ways)), title_of(date.event))
    return to(who, text, payer=date.municipality_id)


def _about(questions: list[Question], now: datetime) -> str:
    """What is asked about, with the title still to be put in."""
    first = questions[0]
    dates = [each.occurrence for each in questions]
    when = soon_of(dates[0], now=now)
    if first.why == Why.TERM:
        return _put(_("%(title)s begins again %(when)s. Is it on this term?"), when)
    if len(dates) > 1:
        days = OwnWords(", ".join(soon_of(each, now=now) for each in dates))
        return _put(_("%(title)s: %(when)s. Are they on?"), days)
    if first.why == Why.MOVED:
        return _put(_("%(title)s is moved to %(when)s. Is it on?"), when)
    if first.why == Why.WARNING:
        return _put(_("Weather warning for %(title)s %(when)s. Is it on?"), when)
    return _put(_("%(title)s %(when)s. Is it on?"), when)


def _put(sentence: str, when: str) -> str:
    return sentence.replace("%(when)s", when.replace("%", "%%"))


def _ways(first: Question, now: datetime) -> str:
    """How to answer, with the code where the number has more than one open question."""
    link = OwnWords(links.short_url(first))
    if not is_answerable():
        return filled(_("Say yes or no here: %(link)s"), link=link)
    yes, no = answers_of(first, now=now)
    ways = filled(_("Answer %(yes)s, %(no)s or press %(link)s"), yes=yes, no=no, link=link)
    if asks_number(first, now=now):
        return " ".join((ways, filled(_("How many came last time? E.g. %(yes)s 12."), yes=yes)))
    return ways


def answers_of(question: Question, *, now: datetime) -> tuple[OwnWords, OwnWords]:
    """The words for yes and no, with the question's code if the number has another one open."""
    code = f" {question.code}" if len(open_batches(question.responsible.phone, now=now)) > 1 else ""
    return OwnWords(_("YES") + code), OwnWords(_("NO") + code)


def open_batches(phone: str, *, now: datetime) -> list[Question]:
    """Of each message to this number that nobody has answered yet, its first question; the oldest first."""
    rows = Question.objects.waiting(now).filter(responsible__phone=phone, channel=Responsible.Channel.SMS)
    first: dict[object, Question] = {}
    for each in rows.with_all().order_by("asked_at", "starts_at", "pk"):
        first.setdefault(each.batch, each)
    return list(first.values())


def intro(question: Question) -> TextMessage:
    """Before the first question: who put them on the list, and how to get off it (GDPR article 14)."""
    who, date = question.responsible, question.occurrence
    with override(who.language):
        sentence = _(
            "Møteplass: %(organisation)s has named you to say whether things are on. More, and off the list: "
            "%(link)s No more messages: answer STOP."
        )
        link = OwnWords(links.short_url(question))
        text = fitted(lambda name: filled(sentence, organisation=name, link=link), date.organisation.name)
    return to(who, text, payer=date.municipality_id)


def hidden(life: SignOfLife, who: Responsible) -> TextMessage:
    event = life.series.event
    with override(who.language):
        sentence = _(
            "%(title)s: nobody has answered for a while, so the calendar does not show it. Still on? %(link)s"
        )
        link = OwnWords(links.still_here_url(life, language=who.language))
        text = fitted(lambda title: filled(sentence, title=title, link=link), title_of(event))
    return to(who, text, payer=event.municipality_id)


def confirmed(date: Occurrence, *, count: int | None, hint: str, now: datetime) -> str:
    """The receipt for a yes. `hint` is one more sentence, or ""."""
    sentence = _("Thank you! The website says now that %(title)s %(when)s is on.")
    more = ""
    if count is not None:
        more = filled(_("Last time %(count)s came."), count=count)
    ending = " ".join(each for each in (more, hint) if each)
    return _said(sentence, date, ending, now)


def cancelled(date: Occurrence, *, now: datetime) -> str:
    sentence = _("%(title)s %(when)s is cancelled now, and we tell those who meant to come.")
    ending = filled(_("A mistake? Answer %(yes)s."), yes=OwnWords(_("YES"))) if is_answerable() else ""
    return _said(sentence, date, ending, now)


def over(date: Occurrence, *, now: datetime) -> str:
    ending = _("We ask you again before the next date.")
    return _said(_("Thank you, but %(title)s %(when)s is over."), date, ending, now)


def changed_by_others(date: Occurrence, *, now: datetime) -> str:
    ending = _("You do not have to do anything.")
    return _said(
        _("Thank you! The organiser has changed or cancelled %(title)s %(when)s."), date, ending, now
    )


def counted(date: Occurrence, *, count: int, answers: tuple[str, str], now: datetime) -> str:
    """A number alone says nothing of the next date: it is asked once more."""
    sentence = _("Thank you, we have noted %(count)s. Is %(title)s on %(when)s? Answer %(yes)s or %(no)s.")
    yes, no = answers
    values = {"count": count, "when": soon_of(date, now=now), "yes": OwnWords(yes), "no": OwnWords(no)}
    return fitted(lambda title: filled(sentence, title=title, **values), title_of(date.event))


def example(date: Occurrence, *, answers: tuple[str, str], now: datetime) -> str:
    """Once, for an answer that was not understood."""
    sentence = _(
        "We did not understand that. Is %(title)s on %(when)s? Answer only %(yes)s or %(no)s, "
        "or with how many came last time: %(yes)s 12."
    )
    yes, no = answers
    values = {"when": soon_of(date, now=now), "yes": OwnWords(yes), "no": OwnWords(no)}
    return fitted(lambda title: filled(sentence, title=title, **values), title_of(date.event))


def which(questions: list[Question], *, now: datetime) -> str:
    """The number has several open questions, and the answer could be for each."""
    rows = [
        f"{each.code} {title_of(each.occurrence.event)[:20]} {soon_of(each.occurrence, now=now)}"
        for each in questions[:4]
    ]
    sentence = _("Which one? %(dates)s. Answer with its letter and figure, e.g. %(yes)s %(code)s.")
    values = {"dates": OwnWords("; ".join(rows)), "yes": OwnWords(_("YES")), "code": questions[0].code}
    return filled(sentence, **values)


def still_here(title: str) -> str:
    return filled(_("Thank you! %(title)s is in the calendar again."), title=title)


def _said(sentence: str, date: Occurrence, ending: str, now: datetime) -> str:
    when = soon_of(date, now=now)

    def write(title: str) -> str:
        return " ".join((filled(sentence, title=title, when=when), ending)).strip()

    return fitted(write, title_of(date.event))
