"""Help that somebody needs to take part: only what the activity offers, or its organiser could arrange."""

from collections.abc import Collection
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.formats import language_in_words
from core.forms import Form
from core.isolation import filled
from events.besides.choices import Need
from events.besides.ending import help_ends
from events.besides.models import Arranges, HelpWanted
from events.choices import spoken_languages
from events.models import Event, Occurrence
from events.signups.besides import Beside, Data
from events.signups.models import Signup

INTERPRETER, TRANSPORT, CHILDCARE = "need_interpreter", "need_transport", "need_childcare"
FIELDS = {Need.TRANSPORT: TRANSPORT, Need.CHILDCARE: CHILDCARE}
LABELS = {
    Need.TRANSPORT: gettext_lazy("I need somebody to drive me"),
    Need.CHILDCARE: gettext_lazy("I need somebody to look after my children"),
}
MAYBE = gettext_lazy("It is not certain. The organiser tries to arrange it, and tells you.")


def offered_at(event: Event) -> set[Need]:
    """What the activity says that it has."""
    offers = {
        Need.INTERPRETER: bool(event.interpreter_languages),
        Need.TRANSPORT: event.transport_offered,
        Need.CHILDCARE: event.childcare,
    }
    return {need for need, is_offered in offers.items() if is_offered}


def could_arrange(occurrence: Occurrence) -> set[Need]:
    """What it does not have, and its organiser could arrange.

    One query, where it was not loaded with the date.
    """
    if hasattr(occurrence, "help_arranged"):
        needs = occurrence.help_arranged or []
    else:
        row = Arranges.objects.filter(event=occurrence.event_id).first()
        needs = row.needs if row else []
    return {Need(need) for need in needs} - offered_at(occurrence.event)


class NeedsForm(Form):
    """What can be had: a tick each, and of an interpreter which language."""

    def __init__(self, data: Data, *, event: Event, maybe: set[Need]) -> None:
        super().__init__(data)
        offered = offered_at(event)
        if Need.INTERPRETER in offered | maybe:
            known = event.interpreter_languages if Need.INTERPRETER in offered else spoken_languages()
            languages = [(code, language_in_words(code)) for code in known if code != "no"]
            self.fields[INTERPRETER] = forms.ChoiceField(
                label=_("I need an interpreter"),
                choices=[("", _("No, thank you")), *languages],
                required=False,
                help_text=MAYBE if Need.INTERPRETER in maybe else "",
            )
        for need, name in FIELDS.items():
            if need in offered | maybe:
                self.fields[name] = forms.BooleanField(
                    label=LABELS[need], required=False, help_text=MAYBE if need in maybe else ""
                )

    @property
    def wanted(self) -> dict[Need, str]:
        """What was chosen, each with the language to interpret into or ""."""
        chosen = {need: "" for need, name in FIELDS.items() if self.cleaned_data.get(name)}
        if language := self.cleaned_data.get(INTERPRETER):
            chosen[Need.INTERPRETER] = language
        return chosen


def form_for(occurrence: Occurrence, data: Data, now: datetime) -> NeedsForm | None:
    """None where there is no help to be had. One query at the most."""
    maybe = could_arrange(occurrence)
    form = NeedsForm(data, event=occurrence.event, maybe=maybe)
    return form if form.fields else None


def keep(signup: Signup, form: forms.Form, now: datetime) -> None:
    assert isinstance(form, NeedsForm)
    HelpWanted.objects.filter(signup=signup).delete()
    HelpWanted.objects.bulk_create(
        HelpWanted(signup=signup, need=need, language=language, expires_at=signup.expires_at)
        for need, language in form.wanted.items()
    )


def need_in_words(need: str, language: str) -> str:
    if need == Need.INTERPRETER:
        return filled(_("An interpreter for %(language)s"), language=language_in_words(language))
    return str(Need(need).label)


def moved(signup: Signup, now: datetime) -> None:
    help_ends(signup=signup)


def said(signups: Collection[Signup]) -> dict[int, list[str]]:
    """ "Needs: An interpreter for Arabic". One query."""
    lines: dict[int, list[str]] = {}
    rows = HelpWanted.objects.filter(signup__in=[each.pk for each in signups]).order_by("need")
    for row in rows:
        line = filled(_("Needs help: %(what)s"), what=need_in_words(row.need, row.language))
        lines.setdefault(row.signup_id, []).append(line)
    return lines


def totals(occurrence: Occurrence) -> list[str]:
    """ "An interpreter for Arabic: 2". One query."""
    numbers: dict[tuple[str, str], int] = {}
    standing = occurrence.signups.confirmed().order_by().values("pk")
    for row in HelpWanted.objects.filter(signup__in=standing):
        numbers[row.need, row.language] = numbers.get((row.need, row.language), 0) + 1
    return [
        filled(_("%(thing)s: %(number)s"), thing=need_in_words(*key), number=number)
        for key, number in sorted(numbers.items())
    ]


BESIDE = Beside("needs", "besides/needs_asked.html", form_for, keep, said, totals, moved=moved)
