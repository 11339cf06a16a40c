"""The one form with which an organiser publishes and changes an activity."""

from datetime import datetime

from events.dates.plan import Repeats, plan_of
from events.models import Event
from events.organiser.fields import FACTS, DateFields, FactFields, PlaceFields, WordsFields
from organisations.models import Organisation

# Rarely needed: folded away, unless something in there is wrong.
MORE_FIELDS = [
    "interpreter_languages",
    "age_from",
    "women_only",
    "open_to_all",
    "price_support",
    "childcare",
    "equipment_to_borrow",
    "transport_offered",
]
HIKE_FIELDS = ["grade", "distance_km", "ascent_m"]
NEW_VENUE_FIELDS = ["venue_name", "venue_address", "venue_postcode", "venue_place", "venue_step_free"]


class EventForm(WordsFields, PlaceFields, DateFields, FactFields):
    """`event` is None for a new one. `language` is what the organiser most likely writes in."""

    def __init__(
        self,
        *args,
        organisation: Organisation,
        now: datetime,
        event: Event | None = None,
        language: str = "nb",
        **kwargs,
    ) -> None:
        self.organisation, self.now = organisation, now
        # The newest words, whether or not they are approved.
        self.event = event.get_latest_revision_as_object() if event else None
        series = list(event.series.all()) if event else []
        self.old_plan = plan_of(series[0]) if len(series) == 1 else None
        self.dates_fixed = bool(event) and self.old_plan is None
        initial = (
            self._initial()
            if event
            else {"language": language, "repeats": Repeats.ONCE, "spoken_languages": ["no"]}
        )
        super().__init__(*args, initial=initial, **kwargs)
        self.prepare_places()
        self.prepare_dates()
        self.prepare_facts()

    def _initial(self) -> dict[str, object]:
        event = self.event
        facts = {name: getattr(event, name) for name in FACTS}
        text = event.source_text
        words = {"language": text.language, "title": text.title, "description": text.description}
        place = {
            "municipality": event.municipality_id,
            "venue": event.venue_id,
            "online_url": event.online_url,
        }
        plan = vars(self.old_plan) if self.old_plan else {}
        return {**facts, **words, **place, **plan}

    def clean(self) -> dict[str, object]:
        super().clean()
        self.clean_place()
        self.clean_dates()
        self.clean_facts()
        return self.cleaned_data

    @property
    def more_fields(self) -> list:
        return [self[name] for name in MORE_FIELDS]

    @property
    def hike_fields(self) -> list:
        return [self[name] for name in HIKE_FIELDS]

    @property
    def more_is_open(self) -> bool:
        return any(name in self.errors for name in MORE_FIELDS)

    @property
    def languages_are_open(self) -> bool:
        """Folded to one line while it is Norwegian alone: sixteen languages are long on a phone."""
        return "spoken_languages" in self.errors or list(self["spoken_languages"].value() or []) != ["no"]

    @property
    def hike_is_open(self) -> bool:
        return any(name in self.errors or self[name].value() for name in HIKE_FIELDS)

    @property
    def new_venue_fields(self) -> list:
        return [self[name] for name in NEW_VENUE_FIELDS]

    @property
    def new_venue_is_open(self) -> bool:
        """Open when something is written there, or when there is nothing to choose from."""
        written = any(self[name].value() for name in ("venue_name", "venue_address", "venue_postcode"))
        return written or not self.fields["venue"].queryset.exists()
