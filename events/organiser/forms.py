"""One page on which an organiser publishes or changes an activity: four forms, shown and sent together."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from core.versions import Difference, differences, is_stale, version_of
from events.dates.days_off import Holiday
from events.dates.moving import runs_side_by_side
from events.dates.plan import Plan, Repeats, plan_of
from events.models import Event
from events.organiser.answer_forms import AnsweringForm
from events.organiser.dates import DatesForm
from events.organiser.fields import (
    GROUP_FIELDS,
    HIKE_FIELDS,
    MORE_FIELDS,
    PRICE_FIELDS,
    FactsForm,
    WordsForm,
)
from events.organiser.place_fields import MEETING_FIELDS, NEW_VENUE_FIELDS, PlaceForm
from organisations.models import Organisation


class NewDatesForm(Form):
    """For dates that follow a rule which the form cannot say: they stay, or others are chosen."""

    new_dates = forms.BooleanField(
        label=_("Choose new dates"),
        required=False,
        help_text=_("Those that there are now are moved to the new ones, or cancelled. You see it first."),
    )


# As they stand on the page, so that errors are listed from the top down.
PAGE_ORDER = [
    "title",
    "category",
    "description",
    "programme",
    "language",
    "new_dates",
    "repeats",
    "first_date",
    "picked",
    "start_time",
    "end_time",
    "until",
    "is_endless",
    "also_at_holidays",
    "also_in_summer",
    "all_day",
    "days",
    "weekdays",
    "positions",
    "break_from",
    "break_to",
    "venue",
    "municipality",
    *NEW_VENUE_FIELDS,
    "online_url",
    *MEETING_FIELDS,
    "audience",
    "level",
    "admission",
    "signup_for",
    *PRICE_FIELDS,
    "food",
    "children_welcome",
    "spoken_languages",
    *MORE_FIELDS,
    *HIKE_FIELDS,
    *GROUP_FIELDS,
    "asks_me",
]


class Parts:
    """Several forms that are shown and sent together, as one form is for a page's list of what is wrong."""

    @property
    def parts(self) -> list[forms.Form]:
        raise NotImplementedError

    def is_valid(self) -> bool:
        """Every part is looked at, so that all that is wrong is said at once."""
        valid = [part.is_valid() for part in self.parts]
        return all(valid)

    @property
    def visible_fields(self) -> list[forms.BoundField]:
        fields = {field.name: field for part in self.parts for field in part}
        return [fields[name] for name in PAGE_ORDER if name in fields]

    @property
    def non_field_errors(self) -> list[str]:
        return [str(error) for part in self.parts for error in part.non_field_errors()]

    @property
    def errors(self) -> dict[str, list[str]]:
        """What is wrong with which field, from the top of the page down."""
        return {
            field.name: [str(error) for error in field.errors]
            for field in self.visible_fields
            if field.errors
        }


class EventForm(Parts):
    """`event` is None for a new one. `language` is what the organiser most likely writes in.

    `may_wait`: saved as a draft, which needs only a title.
    """

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        organisation: Organisation,
        now: datetime,
        event: Event | None = None,
        language: str = "nb",
        school: Collection[Holiday] = (),
        may_wait: bool = False,
    ) -> None:
        # The newest words, whether or not they are approved.
        self.event: Event | None = event.get_latest_revision_as_object() if event else None
        old_plan = only_plan(event) if event else None
        self.words = WordsForm(data, event=self.event, language=language)
        # What is shown stays whole, also where only its next version is a draft.
        may_wait = may_wait and not (event and event.live)
        self.place = PlaceForm(data, organisation=organisation, event=self.event, may_wait=may_wait)
        self.facts = FactsForm(data, event=self.event, may_wait=may_wait)
        # Dates that follow a rule which no form here can say, or several, stay until others are chosen.
        has_rule = event is not None and _follow_other_rules(event, old_plan, now=now)
        old_plan = None if has_rule else old_plan
        self.new_dates = NewDatesForm(data) if has_rule else None
        stays = has_rule and not (data or {}).get("new_dates")
        self.dates = (
            None if stays else DatesForm(data, now=now, old_plan=old_plan, school=school, may_wait=may_wait)
        )
        # Once there is an activity, the page of who answers says who does.
        self.answering = None if event else AnsweringForm(data)
        self.version = version_of(self.parts) if event else ""
        self.is_stale = is_stale(data, self.version) if event else False

    @property
    def parts(self) -> list[forms.Form]:
        parts = [self.words, self.new_dates, self.dates, self.place, self.facts, self.answering]
        return [part for part in parts if part is not None]

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_stale

    @property
    def differences(self) -> list[Difference]:
        """What stands now and what was written, where somebody else has saved meanwhile."""
        return differences(self.parts) if self.is_stale else []

    def look_at_dates_only(self) -> None:
        """For the list of dates: what else is missing or wrong is said when all of it is sent."""
        for part in self.parts:
            if part is not self.dates:
                part.errors.clear()

    @property
    def all_facts(self) -> dict[str, object]:
        """Values of `Event`'s fields, from two of the forms."""
        return self.facts.facts | self.place.facts

    @property
    def needs_a_look(self) -> bool:
        """Whether there are dates that the organiser should see before they are saved."""
        return self.dates is not None and self.dates.needs_a_look

    @property
    def plan(self) -> Plan | None:
        return self.dates.plan_if_any if self.dates else None

    @property
    def asks_publisher(self) -> bool:
        """Whether whoever publishes is to be asked if it is on. What takes place once is not asked about."""
        plan = self.plan
        asked = self.answering is not None and self.answering.cleaned_data["asks_me"]
        return asked and plan is not None and plan.repeats != Repeats.ONCE

    @property
    def new_plan(self) -> Plan | None:
        """What was typed, when it is another plan than the one that there is."""
        if self.dates is None or self.plan == self.dates.old_plan:
            return None
        return self.plan if self.dates.old_plan or self.new_dates else None


def _follow_other_rules(event: Event, plan: Plan | None, *, now: datetime) -> bool:
    return event.series.exists() if plan is None else runs_side_by_side(event, now=now)


def only_plan(event: Event) -> Plan | None:
    """The plan that the dates of `event` follow, the last of them; None for a rule of another kind."""
    series = event.series.order_by("-pk").first()
    return plan_of(series) if series else None
