"""What an organiser types about a place: what it is, when it is open, who looks after it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.form_fields import EmailField, TelephoneField
from core.formats import language_in_words, weekday
from core.forms import Form, say_choose
from core.isolation import filled
from core.sms.messages import is_offered
from core.versions import Reread
from events.choices import spoken_languages
from events.facts import capitalised
from events.models import Responsible
from events.standing.choices import Kind
from events.standing.hours import CLOSED_WEEK, SOME_YEAR, WEEKDAYS, Day, Exceptional, Hours, Season, Week
from events.standing.models import StandingPlace
from events.standing.reading import as_typed, read_day_of_the_year, read_times
from organisations.models import Organisation, Venue

Data = Mapping[str, Any] | None
LONGEST_TIMES = 80
# What the model stores of the form as it is.
VALUES = (
    "kind",
    "name",
    "venue",
    "note",
    "price_nok",
    "open_to_all",
    "children_welcome",
    "women_only",
    "spoken_languages",
    "level",
    "contact_name",
    "contact_email",
    "contact_phone",
    "contact_channel",
    "contact_language",
)
MODEL_FIELDS = ("price_nok", "open_to_all", "children_welcome", "women_only", "level")


class TimesField(forms.CharField):
    """When it is open on a day, as people write it. Its value is a `Day`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST_TIMES, **kwargs)

    def clean(self, value: Any) -> Day:
        text = super().clean(value)
        try:
            return read_times(text)
        except ValueError:
            said = gettext(
                "We did not understand “%(text)s”. Write for example 10–16, 10–14, 17–20 or stengt."
            )
            raise forms.ValidationError(filled(said, text=text[:40])) from None


class VenueField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Venue) -> str:
        return f"{obj.name}, {obj.address_line}" if obj.address_line else obj.name


class PlaceForm(Form):
    """A place, with its hours: a field for each weekday, and for each in a season with other hours."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=[("", "---------"), *Kind.choices])
    venue = VenueField(
        label=_("Place"),
        queryset=Venue.objects.none(),
        help_text=_("Is it not in the list? Ask the municipality to add it."),
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("Only if it is called otherwise than the place."),
    )
    note = forms.CharField(
        label=_("What can one do here?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keeps_holidays = forms.BooleanField(label=_("Open as usual on public holidays"), required=False)
    season_first = forms.CharField(
        label=_("Other hours from"), required=False, max_length=40, help_text=_("For example: 20. juni")
    )
    season_last = forms.CharField(label=_("Until"), required=False, max_length=40)
    spoken_languages = forms.MultipleChoiceField(
        label=_("Languages that are spoken"), required=False, widget=forms.CheckboxSelectMultiple
    )
    contact_name = forms.CharField(label=_("Name"), required=False, max_length=120)
    contact_email = EmailField(label=_("E-mail address"), required=False)
    contact_phone = TelephoneField(label=_("Mobile number"), required=False)
    contact_channel = forms.ChoiceField(
        label=_("How do you want to be asked?"), choices=Responsible.Channel.choices, required=False
    )

    def __init__(
        self,
        data: Data = None,
        *,
        organisation: Organisation,
        today: date,
        place: StandingPlace | None = None,
        contact: Mapping[str, str] | None = None,
    ) -> None:
        self.organisation, self.place, self.today = organisation, place, today
        self.stored = place.opening_hours if place else Hours()
        # Whoever is logged in has an address; a number has to be typed.
        facts: dict[str, Any] = {"spoken_languages": ["no"], "contact_channel": Responsible.Channel.EMAIL}
        if place:
            facts = {name: getattr(place, name) for name in VALUES} | {"venue": place.venue_id}
        super().__init__(data, initial={**facts, **(contact or {}), **_hours_as_typed(self.stored)})
        self._prepare()
        self.reread = Reread(self) if place else None

    def _prepare(self) -> None:
        self.fields.update(forms.fields_for_model(StandingPlace, fields=MODEL_FIELDS))
        for prefix in ("day", "season"):
            for number in WEEKDAYS:
                label = capitalised(weekday(number))
                self.fields[f"{prefix}_{number}"] = TimesField(label=label)
        say_choose(self.fields["level"])
        home = [self.organisation.municipality_id]
        active = self.organisation.active_in.values_list("pk", flat=True)
        venues = cast(forms.ModelChoiceField, self.fields["venue"])
        venues.queryset = Venue.objects.usable_by([*home, *active]).select_related("municipality").by_name()
        languages = cast(forms.MultipleChoiceField, self.fields["spoken_languages"])
        languages.choices = [(code, language_in_words(code)) for code in spoken_languages()]
        if not is_offered():
            del self.fields["contact_phone"], self.fields["contact_channel"]

    @property
    def is_stale(self) -> bool:
        return self.reread is not None and self.reread.is_stale

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return [self[f"day_{number}"] for number in WEEKDAYS]

    @property
    def season_fields(self) -> list[forms.BoundField]:
        return [self[f"season_{number}"] for number in WEEKDAYS]

    @property
    def contact_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("contact_")]

    @property
    def season_is_open(self) -> bool:
        names = ["season_first", "season_last", *(f"season_{number}" for number in WEEKDAYS)]
        return bool(self["season_first"].value()) or any(name in self.errors for name in names)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.season: tuple[tuple[int, int], tuple[int, int]] | None = None
        if data.get("season_first") or data.get("season_last"):
            ends = [self._day(name) for name in ("season_first", "season_last")]
            if ends[0] and ends[1]:
                self.season = (ends[0], ends[1])
        if not self.errors and not self._has_hours():
            self.add_error("day_0", _("Write when it is open, on one day at the least."))
        if data.get("contact_channel") == Responsible.Channel.SMS and not data.get("contact_phone"):
            self.add_error("contact_phone", _("Type the mobile number."))
        return data

    def _day(self, name: str) -> tuple[int, int] | None:
        text = self.cleaned_data.get(name) or ""
        try:
            return read_day_of_the_year(text, today=self.today)
        except ValueError:
            said = gettext("We did not understand “%(text)s”. Write a day, for example 20. juni.")
            self.add_error(name, filled(said, text=text[:40]))
            return None

    def _has_hours(self) -> bool:
        return any(self._week("day")) or (self.season is not None and any(self._week("season")))

    def _week(self, prefix: str) -> Week:
        return tuple(self.cleaned_data.get(f"{prefix}_{number}", ()) for number in WEEKDAYS)

    @property
    def hours(self) -> Hours:
        """As they were understood. Further seasons, which this form cannot say, stay; so do exceptions."""
        seasons = self.stored.seasons[1:]
        if self.season:
            seasons = (Season(*self.season, self._week("season")), *seasons)
        return Hours(
            week=self._week("day"),
            seasons=seasons,
            exceptions=self.stored.exceptions,
            keeps_holidays=self.cleaned_data["keeps_holidays"],
        )

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        values = {name: data[name] for name in VALUES if name in data}
        if not values.get("contact_channel"):
            values.pop("contact_channel", None)
        return values


def _hours_as_typed(hours: Hours) -> dict[str, Any]:
    typed: dict[str, Any] = {"keeps_holidays": hours.keeps_holidays}
    season = hours.seasons[0] if hours.seasons else None
    for prefix, week in (("day", hours.week), ("season", season.week if season else CLOSED_WEEK)):
        is_said = any(week) or (prefix == "season" and season)
        for number in WEEKDAYS:
            typed[f"{prefix}_{number}"] = as_typed(week[number]) if is_said else ""
    if season:
        for name, end in (("season_first", season.first), ("season_last", season.last)):
            typed[name] = f"{date(SOME_YEAR, *end):%d.%m}."
    return typed


class ExceptionForm(Form):
    """Some days on which it is closed, or open otherwise."""

    first = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty when it is one day."),
    )
    times = TimesField(label=_("Open then"), help_text=_("Leave it empty when it is closed."))
    note = forms.CharField(
        label=_("Why? Everybody reads it."),
        required=False,
        max_length=120,
        help_text=_("For example: Vi maler."),
    )

    def __init__(self, data: Data = None, *, today: date, day: date | None = None) -> None:
        self.today = today
        super().__init__(data, initial={"first": day} if day else {})

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first one."))
        elif first and (last or first) < self.today:
            self.add_error("first", _("That day is over. Write one that is coming."))
        for name, day in (("first", first), ("last", last)):
            if day and not self.errors and day.year > self.today.year + 2:
                self.add_error(name, _("That is too far away. Write a day within two years."))
        return data

    @property
    def exception(self) -> Exceptional:
        data = self.cleaned_data
        return Exceptional(data["first"], data["last"] or data["first"], data["times"], data["note"])


class SendBackForm(Form):
    """What the municipality asks to be changed."""

    comment = forms.CharField(
        label=_("What should be changed?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
