"""Bring a file or an address; and what may be corrected in each row, beside what stands in the source."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.form_fields import URLField
from core.forms import Form
from core.isolation import filled
from core.sorting import NamedQuerySet
from events.choices import Admission, Audience, Category
from events.exchange.reading.calendars import REASONS
from events.exchange.taking_in import zones
from events.exchange.taking_in.understanding import LOOKED, Offer
from organisations.models import Organisation

FIRST_YEAR, LAST_YEAR = 2020, 2099


class CalendarOrPageField(URLField):
    """An address, also as calendars are passed on: webcal://…"""

    default_validators = [URLValidator(schemes=["http", "https", "webcal", "webcals"])]


class BringForm(Form):
    """A file or an address, and for which organisation."""

    organisation = forms.ModelChoiceField(
        label=_("For which organisation?"), queryset=Organisation.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("The file"),
        required=False,
        allow_empty_file=True,
        help_text=_("A calendar (.ics), a table as CSV or text, or an Excel workbook (.xlsx)."),
        widget=forms.FileInput(attrs={"accept": ".ics,.csv,.txt,.tsv,.xlsx"}),
    )
    address = CalendarOrPageField(
        label=_("Or a web address"),
        required=False,
        help_text=_(
            "A page of your own with activities, or a calendar: we look at calendars several times a day."
        ),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, organisations: NamedQuerySet[Organisation]
    ) -> None:
        super().__init__(data, files)
        chosen = cast(forms.ModelChoiceField, self.fields["organisation"])
        chosen.queryset = organisations.by_name()

    def clean_file(self) -> UploadedFile | None:
        """Django has put a large file on disk, not in memory: it is refused by its size, unread."""
        file = self.cleaned_data["file"]
        if file and file.size > settings.CSV_MAX_BYTES:
            message = _(
                "The file is %(size)s. The largest that we take is %(limit)s: divide the list in parts."
            )
            sizes = {"size": filesizeformat(file.size), "limit": filesizeformat(settings.CSV_MAX_BYTES)}
            raise forms.ValidationError(filled(message, **sizes))
        return file

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        # With an error of its own, nobody needs to hear that it is missing.
        if not data.get("file") and not data.get("address") and not {"file", "address"} & set(self.errors):
            self.add_error("file", _("Choose a file, or write an address."))
        return data


class ZonesForm(Form):
    """Which time zone each name means that a calendar has and nobody knows."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        names: Sequence[str],
        said: Mapping[str, str],
        at: object = "id",
    ) -> None:
        initial = {_zone(number): said.get(name) for number, name in enumerate(names)}
        super().__init__(data, initial=initial, auto_id=f"{at}-%s")
        self.names = {_zone(number): name for number, name in enumerate(names)}
        there = [("", _("Choose …")), *zones.choices()]
        for field, name in self.names.items():
            label = filled(gettext(REASONS["zone"]), zone=name)
            self.fields[field] = forms.ChoiceField(label=label, required=False, choices=there)

    @property
    def answers(self) -> dict[str, str]:
        """What is chosen now and was not before, by the calendar's own names."""
        return {
            name: self.cleaned_data[field]
            for field, name in self.names.items()
            if field in self.changed_data and self.cleaned_data.get(field)
        }


def _zone(number: int) -> str:
    return f"zone-{number}"


class RowForm(Form):
    """What is understood of a row, as somebody would have typed it."""

    title = forms.CharField(label=_("Title"), required=False, max_length=120)
    date = forms.CharField(
        label=_("Days"),
        required=False,
        max_length=300,
        help_text=_("For example: 26.06.2027, hver tirsdag, 2. og 4. tirsdag i måneden"),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    time = forms.CharField(
        label=_("Time"),
        required=False,
        max_length=60,
        help_text=_("For example: 18–20"),
        # As it was written, in Arabic too.
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=150)
    municipality = forms.CharField(label=_("Municipality"), required=False, max_length=80)
    price = forms.CharField(label=_("Price"), required=False, max_length=100)
    age = forms.CharField(label=_("Who it is for"), required=False, max_length=100)
    languages = forms.CharField(label=_("Languages"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("What kind of activity?"), required=False)
    admission = forms.ChoiceField(label=_("How to come"), required=False)
    audience = forms.ChoiceField(label=_("Who is it for?"), required=False)
    looked = forms.BooleanField(label=_("I have looked: it is right"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, offer: Offer) -> None:
        self.offer = offer
        super().__init__(data, prefix=f"row-{offer.row.number}", initial=as_typed(offer))
        for name, choices in (("category", Category), ("admission", Admission), ("audience", Audience)):
            cast(forms.ChoiceField, self.fields[name]).choices = [("", _("Choose …")), *choices.choices]
        asked = {problem.field for problem in offer.problems}
        # A list of who it is for is shown where the words were not understood; a municipality likewise.
        for name in ("audience", "municipality"):
            if name not in asked:
                del self.fields[name]
        if not offer.asks_for_a_look:
            del self.fields[LOOKED]
        if len(offer.candidates) > 1:
            # The days are the calendar's own.
            del self.fields["date"], self.fields["time"]

    @property
    def is_open(self) -> bool:
        return bool(self.offer.problems or self.errors)

    def typed(self) -> dict[str, str]:
        """What was written into it, with what was written before."""
        typed = dict(self.offer.row.typed)
        for name in self.fields:
            # What the page did not show is not emptied.
            was_shown = name == LOOKED or self.add_prefix(name) in self.data
            if was_shown and name in self.changed_data and name in self.cleaned_data:
                value = self.cleaned_data[name]
                typed[name] = ("1" if value else "") if name == LOOKED else value
        return typed


def as_typed(offer: Offer) -> dict[str, Any]:
    """What the fields of a row begin with: what was written there, else what the source says."""
    first, cells, typed = offer.first, offer.row.cells, offer.row.typed
    both = " – ".join(filter(None, (cells.get("start"), cells.get("end"))))
    said = {name: cells.get(name, "") for name in ("date", "price", "age", "languages", "municipality")}
    values: dict[str, Any] = {
        **said,
        "title": first.title,
        "time": cells.get("time") or both,
        "place": first.place,
        "category": first.facts.get("category", ""),
        "admission": first.facts.get("admission", ""),
    }
    return values | typed
