"""Three of the four forms of an activity: words, place and facts; the dates are in `dates`.

Each is valid alone. `forms.EventForm` shows them on one page. No field's name stands in two of them.
"""

from collections.abc import Collection, Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.form_fields import LanguageSelect, NorwegianSelect, URLField
from core.formats import language_in_words
from core.forms import Form, say_choose
from core.isolation import filled
from core.languages import language_choices
from events.choices import Admission, Category, TextState, spoken_languages
from events.models import Event
from events.organiser.programme import MOST_ITEMS, Item, programme_as_typed, read_programme
from events.publishing import Place, Words
from organisations.models import Municipality, Organisation, Venue

FACT_FIELDS = [
    "category",
    "audience",
    "level",
    "admission",
    "capacity",
    "price_nok",
    "children_welcome",
    "food",
    "age_from",
    "women_only",
    "open_to_all",
    "price_support",
    "childcare",
    "equipment_to_borrow",
    "transport_offered",
    "grade",
    "distance_km",
    "ascent_m",
]
FACTS = [*FACT_FIELDS, "spoken_languages", "interpreter_languages"]
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


# What was sent; None while the page is only shown.
Data = Mapping[str, Any] | None


class WordsForm(Form):
    """Title, text, and the language that they are in: `language` until there are words."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("Short and plain, for example: Language café at the library."),
    )
    description = forms.CharField(
        label=_("What happens there?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "A few short sentences. Your choices below are translated by themselves; this text is not."
        ),
    )
    programme = forms.CharField(
        label=_("Programme"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line for each: the time, and what happens. For example: 11.00 Bingo"),
    )
    language = forms.ChoiceField(
        label=_("You have written in"), choices=language_choices, widget=LanguageSelect
    )

    def __init__(self, data: Data = None, *, event: Event | None = None, language: str = "nb") -> None:
        self.event = event
        words = {"language": language}
        if event and (text := event.source_text):
            words = {
                "language": text.language,
                "title": text.title,
                "description": text.description,
                "programme": programme_as_typed(event.programme.all()),
            }
        super().__init__(data, initial=words)

    def clean_language(self) -> str:
        language = self.cleaned_data["language"]
        texts = self.event.texts.all() if self.event else []
        if any(text.language == language and text.state != TextState.SOURCE for text in texts):
            raise forms.ValidationError(
                gettext(
                    "There is a translation into this language already. Choose the one that you wrote in."
                )
            )
        return language

    def clean_programme(self) -> list[Item]:
        items, unclear = read_programme(self.cleaned_data["programme"])
        if unclear:
            message = gettext(
                "We did not understand the line “%(line)s”. Begin with the time, for example: 11.00 Bingo"
            )
            raise forms.ValidationError([filled(message, line=line) for line in unclear[:MOST_ITEMS]])
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(gettext("This is too long. Write twenty lines at the most."))
        return items

    @property
    def words(self) -> Words:
        data = self.cleaned_data
        return Words(data["language"], data["title"], data["description"], tuple(data["programme"]))

    @property
    def programme_is_open(self) -> bool:
        return bool(self["programme"].value() or self["programme"].errors)


class VenueChoiceField(forms.ModelChoiceField):
    widget = NorwegianSelect

    def label_from_instance(self, obj: Venue) -> str:
        return f"{obj.name}, {obj.address_line}" if obj.address_line else obj.name


class PlaceForm(Form):
    """A venue from the list, a new one, or a link; and the municipality where there is a choice of it.

    `may_wait` is for a draft, which may be nowhere yet.
    """

    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=None,
        widget=NorwegianSelect,
    )
    venue = VenueChoiceField(
        label=_("Place"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("Not in the list, or online"),
    )
    venue_name = forms.CharField(label=_("Name of the place"), required=False, max_length=150)
    venue_address = forms.CharField(label=_("Street address"), required=False, max_length=150)
    venue_postcode = forms.RegexField(
        r"^\d{4}$",
        label=_("Postcode"),
        required=False,
        error_messages={"invalid": _("A postcode has four digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
    venue_place = forms.CharField(label=_("Town or village"), required=False, max_length=80)
    venue_step_free = forms.ChoiceField(
        label=_("Can you get in without steps?"),
        required=False,
        choices=Venue.Access,
        initial=Venue.Access.UNKNOWN,
    )
    online_url = URLField(label=_("Link to take part online"), required=False)

    def __init__(
        self,
        data: Data = None,
        *,
        organisation: Organisation,
        event: Event | None = None,
        may_wait: bool = False,
    ) -> None:
        self.organisation, self.event, self.may_wait = organisation, event, may_wait
        place: dict[str, object] = {"municipality": organisation.municipality_id}
        if event:
            place = {
                "municipality": event.municipality_id,
                "venue": event.venue_id,
                "online_url": event.online_url,
            }
        super().__init__(data, initial=place)
        self.prepare_places()

    @cached_property
    def municipalities(self) -> QuerySet[Municipality]:
        """Where the organisation publishes: at home and where else it is active."""
        numbers = {
            self.organisation.municipality_id,
            *self.organisation.active_in.values_list("pk", flat=True),
        }
        return Municipality.objects.filter(pk__in=numbers).by_name()

    def prepare_places(self) -> None:
        usable = Venue.objects.usable_by(self.municipalities.values_list("pk", flat=True))
        self.venues.queryset = usable.by_name()
        cast(forms.ModelChoiceField, self.fields["municipality"]).queryset = self.municipalities
        if len(self.municipalities) == 1:
            del self.fields["municipality"]

    @property
    def venues(self) -> VenueChoiceField:
        return cast(VenueChoiceField, self.fields["venue"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("venue") and data.get("venue_name"):
            self.add_error("venue_name", _("Choose a place from the list or write a new one, not both."))
        # A link with a typing error is not a missing place.
        elif not (self.may_wait or self._has_place()) and "online_url" not in self.errors:
            message = _("Choose a place, write the name of a new one, or give a link to take part online.")
            self.add_error("venue", message)
        if self.event and self.event.live and self.event.municipality_id != self.chosen_municipality.pk:
            self.add_error(
                "venue",
                filled(
                    gettext(
                        "This activity is published in %(municipality)s. "
                        "Make a new one for another municipality."
                    ),
                    municipality=self.event.municipality.name,
                ),
            )
        return data

    def _has_place(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("venue", "venue_name", "online_url"))

    @property
    def chosen_municipality(self) -> Municipality:
        venue = self.cleaned_data.get("venue")
        if venue:
            return venue.municipality
        return self.cleaned_data.get("municipality") or self.organisation.municipality

    @property
    def new_venue_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in NEW_VENUE_FIELDS]

    @property
    def new_venue_is_open(self) -> bool:
        """Open when something is written there, or when there is nothing to choose from."""
        written = any(self[name].value() for name in ("venue_name", "venue_address", "venue_postcode"))
        return written or not cast(QuerySet[Venue], self.venues.queryset).exists()

    @property
    def place(self) -> Place:
        data = self.cleaned_data
        new_venue = {
            "name": data["venue_name"],
            "address": data["venue_address"],
            "postcode": data["venue_postcode"],
            "place": data["venue_place"],
            "step_free": data["venue_step_free"] or Venue.Access.UNKNOWN,
        }
        return Place(
            municipality=self.chosen_municipality,
            venue=data["venue"],
            new_venue=new_venue if data["venue_name"] else {},
            online_url=data["online_url"],
        )


class FactsForm(Form):
    """What can be said with a choice. Most fields are the model's own: their rules stand in one place.

    `only` are the fields that a page asks for, when it is not all of them. `may_wait` is for a draft, which
    may not know yet what kind it is.
    """

    spoken_languages = forms.MultipleChoiceField(
        label=_("Languages that are spoken"), required=False, widget=forms.CheckboxSelectMultiple
    )
    interpreter_languages = forms.MultipleChoiceField(
        label=_("There are interpreters for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Data = None,
        *,
        event: Event | None = None,
        only: Collection[str] = FACTS,
        may_wait: bool = False,
    ) -> None:
        self.event, self.may_wait = event, may_wait
        facts = {name: getattr(event, name) for name in FACTS} if event else {"spoken_languages": ["no"]}
        super().__init__(data, initial=facts)
        self.prepare_facts()
        self.fields = {name: field for name, field in self.fields.items() if name in only}

    def prepare_facts(self) -> None:
        self.fields.update(forms.fields_for_model(Event, fields=FACT_FIELDS))
        for name in FACT_FIELDS:
            say_choose(self.fields[name])
            # A form's field brings only some of its model's rules along: here all answer in the form's words.
            known = self.fields[name].validators
            known += [rule for rule in Event._meta.get_field(name).validators if rule not in known]
        self.fields["category"].required = not self.may_wait
        languages = [(code, language_in_words(code)) for code in spoken_languages()]
        spoken = cast(forms.MultipleChoiceField, self.fields["spoken_languages"])
        interpreters = cast(forms.MultipleChoiceField, self.fields["interpreter_languages"])
        admission = cast(forms.ChoiceField, self.fields["admission"])
        spoken.choices = languages
        interpreters.choices = [pair for pair in languages if pair[0] != "no"]
        admission.widget = forms.RadioSelect(choices=Admission.choices)
        self.fields["capacity"].help_text = _("Leave it empty when there is room for all.")

    def clean(self) -> dict[str, Any]:
        known = self.event.category if self.event else ""
        if (
            self.cleaned_data.get("category", known) in Category.sensitive()
            and self.cleaned_data.get("admission") == Admission.SIGN_UP
        ):
            message = _(
                "Who comes here tells what they believe, so nobody's name may be kept. "
                "Choose “Just come”, and count people at the door."
            )
            self.add_error("admission", message)
        return self.cleaned_data

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE_FIELDS]

    @property
    def hike_fields(self) -> list[forms.BoundField]:
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
        """On the page of a hike, too, before anything is written there."""
        is_hike = self.event is not None and self.event.category == Category.OUTDOORS
        return is_hike or any(name in self.errors or self[name].value() for name in HIKE_FIELDS)

    @property
    def facts(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.fields}
