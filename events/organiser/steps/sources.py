"""What a draft can begin from: a kind, an own earlier activity, what somebody has shared, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Max, QuerySet
from django.utils.translation import override

from core.languages import pick_language
from events.choices import TextState
from events.dates.plan import Plan, Repeats
from events.models import Event, EventText, SharedTemplate
from events.organiser.fields import FACTS
from events.organiser.forms import only_plan
from events.organiser.steps.kinds import Kind
from events.organiser.steps.terms import coming_term, moved
from events.publishing import Place, Words
from organisations.models import Organisation, Venue

# Of a step: what was typed in each field, as a form sends it.
Typed = dict[str, list[str]]
# What an own earlier activity has beside words and facts, and its copy has too.
KEPT_IN_A_COPY = ("picture", "meeting_point", "meeting_latitude", "meeting_longitude")


@dataclass(frozen=True)
class Beginning:
    """What stands in a draft when it is opened first. `when` is a suggestion: nothing has dates yet."""

    words: Words | None = None
    facts: Mapping[str, object] = field(default_factory=lambda: {"spoken_languages": ["no"]})
    venue: Venue | None = None
    online_url: str = ""
    when: Typed = field(default_factory=dict)
    translations: tuple[EventText, ...] = ()

    def place_for(self, organisation: Organisation) -> Place:
        municipality = self.venue.municipality if self.venue else organisation.municipality
        return Place(municipality, venue=self.venue, online_url=self.online_url)


def from_nothing(organisation: Organisation) -> Beginning:
    return Beginning(venue=usual_venue(organisation))


def from_kind(kind: Kind, organisation: Organisation, *, language: str, today: date) -> Beginning:
    with override(language):
        words = Words(language, str(kind.title), str(kind.description))
    when = {"repeats": [kind.repeats.value], "start_time": [kind.starts], "end_time": [kind.ends]}
    if kind.repeats != Repeats.ONCE:
        when["until"] = [coming_term(today).last.isoformat()]
    return Beginning(words, kind.all_facts, usual_venue(organisation), when=when)


def from_shared(shared: SharedTemplate, organisation: Organisation, *, language: str) -> Beginning:
    """In `language` where somebody has written it so; the other languages come along as translations."""
    texts = shared.texts
    own = pick_language(texts, language) or shared.language
    words = texts.pop(own)
    facts = facts_from_json(shared.facts) | {"category": shared.category}
    return Beginning(
        Words(own, words["title"], words["description"]),
        facts,
        usual_venue(organisation),
        translations=tuple(
            EventText(language=code, state=TextState.HUMAN, **text) for code, text in texts.items()
        ),
    )


def from_event(event: Event, *, today: date) -> Beginning:
    """Words in every language, facts, place, and the rule in the coming term. No people, no past."""
    newest = event.get_latest_revision_as_object()
    texts = list(newest.texts.all())
    source = newest.source_text or newest.text_for()
    programme: tuple[tuple[time, str], ...] = tuple(
        (item.starts, item.words) for item in newest.programme.all()
    )
    words = Words(source.language, source.title, source.description, programme) if source else None
    plan = only_plan(event)
    later = moved(plan, today=today) if plan else None
    return Beginning(
        words,
        {name: getattr(newest, name) for name in (*FACTS, *KEPT_IN_A_COPY)},
        newest.venue,
        newest.online_url,
        when=as_typed(later) if later else _time_alone(plan),
        translations=tuple(text for text in texts if text is not source and text.state != TextState.SOURCE),
    )


def _time_alone(plan: Plan | None) -> Typed:
    """What takes place once has another day the next time, which nobody but its organiser knows."""
    if plan is None or plan.all_day:
        return {}
    return {
        "repeats": [str(plan.repeats)],
        "start_time": [plan.start_time.strftime("%H:%M")],
        "end_time": [plan.end_time.strftime("%H:%M")],
        "days": [str(plan.days)],
    }


def as_typed(plan: Plan) -> Typed:
    """A plan that follows a rule, as somebody would type it into the form of dates."""
    typed = _time_alone(plan) or {"repeats": [str(plan.repeats)], "all_day": ["on"], "days": [str(plan.days)]}
    typed["first_date"] = [plan.first_date.isoformat()]
    typed |= {"until": [plan.until.isoformat()]} if plan.until else {"is_endless": ["on"]}
    for name, is_on in (
        ("also_at_holidays", not plan.rests_at_holidays),
        ("also_in_summer", not plan.rests_in_summer),
    ):
        if is_on and plan.can_rest:
            typed[name] = ["on"]
    typed["weekdays"] = [str(day) for day in plan.weekdays]
    typed["positions"] = [str(position) for position in plan.positions]
    return typed


def usual_venue(organisation: Organisation) -> Venue | None:
    """Where the organisation was last: most are where they were."""
    last = organisation.events.filter(venue__isnull=False).select_related("venue__municipality")
    event = last.order_by("-pk").first()
    return event.venue if event else None


def earlier(organisation: Organisation) -> QuerySet[Event]:
    """What can be done once more, the latest first: with dates, and words somebody has written."""
    own = organisation.events.filter(occurrences__isnull=False, texts__isnull=False)
    return own.annotate(last_date=Max("occurrences__starts_at")).order_by("-last_date", "-pk")


def facts_as_json(event: Event) -> dict[str, Any]:
    """What others may begin from: choices and numbers. Whom one asks, and where it is, is nobody else's."""
    encode = DjangoJSONEncoder().default
    facts = {name: getattr(event, name) for name in FACTS if name not in NOT_SHARED}
    plain = (str, int, bool, list, type(None))
    return {name: value if isinstance(value, plain) else encode(value) for name, value in facts.items()}


# Words of one's own organisation's, and whom to ask.
NOT_SHARED = frozenset({"category", "group", "contact_name", "contact_email", "contact_phone"})


def facts_from_json(facts: Mapping[str, Any]) -> dict[str, object]:
    """Values of `Event`'s fields; what a field does not take any longer is left out."""
    read = {}
    for name in FACTS:
        if name in facts and name not in NOT_SHARED:
            try:
                read[name] = Event._meta.get_field(name).clean(facts[name], None)
            except ValidationError:
                continue
    return read
