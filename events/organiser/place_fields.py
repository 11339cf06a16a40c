"""The form of where an activity is: a venue, a new one or a link, and where one meets."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.form_fields import NorwegianSelect, URLField
from core.forms import Form
from core.isolation import filled
from events.choices import Category
from events.models import Event
from events.publishing import Place
from organisations.models import Municipality, Organisation, Venue
from organisations.positions import Position, as_typed, read_position

NEW_VENUE_FIELDS = ["venue_name", "venue_address", "venue_postcode", "venue_place", "venue_step_free"]
MEETING_FIELDS = ["meeting_point", "meeting_position"]

# What was sent; None while the page is only shown.
Data = Mapping[str, Any] | None


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
    meeting_point = forms.CharField(
        label=_("Where do you meet?"),
        required=False,
        max_length=200,
        help_text=_("If it is not at the place itself, for example: the car park at the church."),
    )
    meeting_position = forms.CharField(
        label=_("Position of that, or a link to a map"),
        required=False,
        max_length=1000,
        help_text=_("For example 67.28, 14.40. Those who come open it in the map on their phone."),
    )

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
                "meeting_point": event.meeting_point,
                "meeting_position": as_typed(event.meeting_latitude, event.meeting_longitude),
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

    def clean_meeting_position(self) -> Position | None:
        text = self.cleaned_data["meeting_position"]
        try:
            return read_position(text) if text else None
        except ValueError:
            raise forms.ValidationError(
                gettext(
                    "We find no position in Norway here. It looks like this: 67.28, 14.40. "
                    "A map shows it when you hold a finger on the place."
                )
            ) from None

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("meeting_position") and not data.get("meeting_point"):
            message = _("Write in words too where you meet: not everybody reads maps.")
            self.add_error("meeting_point", message)
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
    def link_is_open(self) -> bool:
        return bool(self["online_url"].value() or self["online_url"].errors)

    @property
    def meeting_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MEETING_FIELDS]

    @property
    def meeting_is_open(self) -> bool:
        """On the page of a hike, too, before anything is written there."""
        is_hike = self.event is not None and self.event.category == Category.OUTDOORS
        return is_hike or any(self[name].value() for name in MEETING_FIELDS)

    @property
    def facts(self) -> dict[str, object]:
        """Where one meets, as values of `Event`'s fields."""
        latitude, longitude = self.cleaned_data["meeting_position"] or (None, None)
        return {
            "meeting_point": self.cleaned_data["meeting_point"],
            "meeting_latitude": latitude,
            "meeting_longitude": longitude,
        }

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
