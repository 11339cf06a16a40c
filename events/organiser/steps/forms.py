"""The steps, and which of the fields of `organiser.fields` and `organiser.dates` each of them asks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.versions import FIELD, Difference, differences, is_stale, version_of
from events.dates.days_off import Holiday
from events.models import Draft
from events.organiser.dates import DatesForm
from events.organiser.fields import FACTS, FactsForm, WordsForm
from events.organiser.forms import Parts, only_plan
from events.organiser.place_fields import PlaceForm
from events.organiser.steps import drafting
from events.organiser.steps.sources import Typed
from events.publishing import missing_of

ASKED_WITH_THE_WORDS = ("category",)
HIDDEN = frozenset({"csrfmiddlewaretoken", "keep", "to", "later", "form_number", "preview", "read_version"})


@dataclass(frozen=True)
class Step:
    """`question` is its heading. `missing` are the fields without which an activity cannot be shown."""

    key: str
    name: Promise
    question: Promise
    missing: Collection[str] = ()


WHAT = Step("what", _("What"), _("What is the activity?"), ("title", "category"))
WHEN = Step("when", _("When"), _("When is it?"), ("first_date",))
WHERE = Step("where", _("Where"), _("Where is it?"), ("venue",))
WHO = Step("who", _("Who it is for, and how"), _("Who can come, and how?"))
LOOK = Step("look", _("Look and publish"), _("Look at it, and publish"))
STEPS = (WHAT, WHEN, WHERE, WHO, LOOK)
ASKING = (WHAT, WHEN, WHERE, WHO)


def step_with(key: str) -> Step | None:
    return next((step for step in STEPS if step.key == key), None)


def next_after(step: Step) -> Step:
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


class StepForm(Parts):
    """What one step asks about the activity of `draft`: what was typed last, whole or not, stands in it.

    `may_wait`: what is only kept may lack what the step asks for.
    """

    def __init__(
        self,
        step: Step,
        data: QueryDict | None,
        *,
        draft: Draft,
        now: datetime,
        language: str,
        school: Collection[Holiday] = (),
        may_wait: bool = False,
    ) -> None:
        event = draft.event
        self.step = step
        self.words = self.dates = self.place = self.facts = None
        if step is WHAT:
            self.words = WordsForm(data, event=event, language=language)
            self.facts = FactsForm(data, event=event, only=ASKED_WITH_THE_WORDS, may_wait=may_wait)
        elif step is WHEN:
            self.dates = DatesForm(data, now=now, old_plan=only_plan(event), school=school)
        elif step is WHERE:
            self.place = PlaceForm(data, organisation=event.organisation, event=event, may_wait=may_wait)
        elif step is WHO:
            only = [name for name in FACTS if name not in ASKED_WITH_THE_WORDS]
            self.facts = FactsForm(data, event=event, only=only)
        # Of what stands in the activity, and of what was typed since: a colleague may have changed either.
        stands, initial = version_of(self.parts), [dict(part.initial) for part in self.parts]
        for part in self.parts:
            _refill(part, draft.typed.get(step.key))
        self.version = stands + version_of(self.parts)
        if data and not data.get(FIELD, stands).startswith(stands):
            # The activity itself is another: what was typed before that is not what stands.
            for part, before in zip(self.parts, initial, strict=True):
                part.initial = before
        # What this page itself has saved is nobody else's change.
        self.is_stale = (
            is_stale(data, self.version)
            and not drafting.is_saved_by(data, draft, step.key, self.version)
            and any(part.has_changed() for part in self.parts)
        )

    @property
    def parts(self) -> list[forms.Form]:
        parts = (self.words, self.dates, self.place, self.facts)
        return [part for part in parts if part is not None]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_stale

    @property
    def differences(self) -> list[Difference]:
        """What stands now and what was written, where a colleague has saved meanwhile."""
        return differences(self.parts) if self.is_stale else []

    def look_at_dates_only(self) -> None:
        """The list of dates asks while somebody still writes: see `EventForm`."""

    @property
    def needs_a_look(self) -> bool:
        return self.dates is not None and self.dates.needs_a_look

    @property
    def answers(self) -> dict[str, Any]:
        """What `drafting.put_step` is given."""
        answers: dict[str, Any] = {}
        if self.words:
            answers["words"] = self.words.words
        if self.dates:
            answers["plan"] = self.dates.plan
        if self.place:
            answers |= {"place": self.place.place, "facts": self.place.facts}
        if self.facts:
            answers["facts"] = self.facts.facts
        return answers


def _refill(form: forms.Form, typed: Typed | None) -> None:
    """Show what was typed before, instead of what stands. It is looked at when the step is sent."""
    if not typed:
        return
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(data, {}, name)


def typed_in(data: QueryDict, *, most: int = 200) -> Typed:
    """What a step was sent with, to be kept. More than any form has is nobody's typing."""
    names = [name for name in data if name not in HIDDEN][:most]
    return {name: [value[:6000].replace("\0", "") for value in data.getlist(name)[:most]] for name in names}


def missing_steps(draft: Draft) -> list[Step]:
    """The steps in which something is left to answer before it can be shown."""
    missing = set(missing_of(draft.event))
    return [step for step in ASKING if missing & set(step.missing) or draft.typed.get(step.key)]
