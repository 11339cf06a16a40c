"""What is said of an organisation and of a place, by its own people and by editors."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.form_fields import NorwegianSelect
from core.forms import Explained
from core.isolation import filled
from core.models import User
from core.versions import Reread
from organisations import icnpo
from organisations.models import (
    Municipality,
    Organisation,
    OrganisationQuerySet,
    OrganisationText,
    Venue,
    VenueText,
)
from organisations.positions import as_typed, read_position
from organisations.registers.fields import OrgnrField
from organisations.roles import Capability

Data = Mapping[str, Any] | None


class Choices(forms.ModelChoiceField):
    """Rows by name, each with what it is told from others by."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class DirectoryForm(Explained, forms.ModelForm):
    """A row of a municipality's directory. `municipality` is a field where there is a choice of it."""

    # What an organisation's own people are not asked about.
    for_editors: ClassVar[tuple[str, ...]] = ()
    long_texts: ClassVar[tuple[str, ...]] = ()
    fields: Any

    def __init__(self, data: Data = None, *, user: User, is_editor: bool, instance: Any = None) -> None:
        super().__init__(data, instance=instance)
        self.user, self.is_editor, self.is_new = user, is_editor, instance is None
        if not is_editor:
            for name in self.for_editors:
                del self.fields[name]
        for name in self.long_texts:
            self.fields[name].widget.attrs["rows"] = 4
        self._municipalities()

    @cached_property
    def reread(self) -> Reread | None:
        """Asked for when everything that can be chosen is known."""
        return None if self.is_new else Reread(self)

    def _municipalities(self) -> None:
        self.own = list(self.edited().select_related("county")[:2]) if self.is_editor else []
        if len(self.own) < 2:
            self.fields.pop("municipality", None)
            if self.is_new and self.own:
                self.instance.municipality = self.own[0]
        else:
            self.fields["municipality"].queryset = self.edited()

    def edited(self) -> Any:
        """The municipalities whose directory the user looks after."""
        return Municipality.objects.where_user_may(self.user, Capability.EDIT_DIRECTORY).by_name()

    @property
    def is_stale(self) -> bool:
        return self.reread is not None and self.reread.is_stale

    @property
    def municipality_id(self) -> str:
        """Where the row is, or will be."""
        chosen = getattr(self, "cleaned_data", {}).get("municipality")
        return chosen.pk if chosen else self.instance.municipality_id

    def validate_constraints(self) -> None:
        """The rules of the table are asked in words of our own."""

    @property
    def values(self) -> dict[str, Any]:
        """What is to be stored, by the names of the columns."""
        values = {name: self.cleaned_data[name] for name in self.cleaned_data if name in self.Meta.fields}
        return values | ({"municipality": self.instance.municipality} if self.is_new else {})

    class Meta:
        fields: ClassVar[list[str]] = []


class OrganisationForm(DirectoryForm):
    """What an organisation says of itself; for editors also what the municipality says of it."""

    icnpo = forms.MultipleChoiceField(
        label=_("What do you work with?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    orgnr = OrgnrField(label=_("organisation number"), required=False)
    for_editors = ("kind", "orgnr", "municipality", "active_in", "is_trusted")
    long_texts = ("about", "first_visit")

    class Meta(DirectoryForm.Meta):
        model = Organisation
        fields: ClassVar[list[str]] = [
            *("name", "about", "first_visit", "email", "phone", "website", "village", "parent", "icnpo"),
            *("kind", "orgnr", "municipality", "active_in", "is_trusted"),
        ]
        field_classes: ClassVar[dict[str, Any]] = {"parent": Choices}
        widgets: ClassVar[dict[str, Any]] = {
            "parent": NorwegianSelect,
            "municipality": NorwegianSelect,
            "active_in": forms.CheckboxSelectMultiple,
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "about": _("For whoever has never heard of you. Short sentences."),
            "first_visit": _(
                "Where does one go in? Who says hello? Does one have to bring anything? This is what people "
                "are most unsure of."
            ),
            "email": _("Everybody can read it. A shared address is better than your own."),
            "village": _("Only if most of what you do is in one part of the municipality."),
            "parent": _("For example the region that a local club belongs to."),
        }

    def __init__(self, data: Data = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["icnpo"].choices = [(code, name) for code, name in icnpo.NAMES.items()]
        parents = self.fields["parent"]
        parents.queryset = self.possible_parents()
        parents.empty_label = gettext("Not a part of another organisation")
        if "active_in" in self.fields:
            # Where an organisation is active is for that municipality to say.
            self.fields["active_in"].queryset = (
                self.edited().active().exclude(pk=self.instance.municipality_id)
            )
            if not self.fields["active_in"].queryset.exists():
                del self.fields["active_in"]

    def possible_parents(self) -> OrganisationQuerySet:
        """Those at home or active here, those elsewhere that have local clubs here, and the present one.

        An organisation says it of itself only where its own people are in both: the other's page shows it.
        """
        here = (
            [self.instance.municipality_id] if self.instance.municipality_id else self.edited().values("pk")
        )
        near = Q(municipality__in=here) | Q(active_in__in=here) | Q(branches__municipality__in=here)
        found = Organisation.objects.listed().filter(near) | Organisation.objects.filter(
            pk=self.instance.parent_id or 0
        )
        if not self.is_editor:
            both = Q(memberships__user=self.user) | Q(pk=self.instance.parent_id or 0)
            found = Organisation.objects.listed().filter(both)
        return found.exclude(pk=self.instance.pk or 0).distinct().by_name()

    def clean_parent(self) -> Organisation | None:
        parent = self.cleaned_data["parent"]
        above, seen = parent, set()
        while above is not None and above.pk not in seen:
            if above.pk == self.instance.pk:
                said = _(
                    "%(name)s is a part of this organisation already. It cannot be the other way round too."
                )
                raise forms.ValidationError(filled(said, name=parent.name))
            seen.add(above.pk)
            above = above.parent
        return cast(Organisation | None, parent)

    def clean_orgnr(self) -> str:
        number: str = self.cleaned_data["orgnr"]
        taken = Organisation.objects.filter(orgnr=number).exclude(pk=self.instance.pk or 0)
        if number and taken.exists():
            raise forms.ValidationError(gettext("Another organisation here has this number."))
        return number

    def clean_active_in(self) -> Any:
        """What other municipalities have said stays as it is."""
        chosen = set(self.cleaned_data["active_in"].values_list("pk", flat=True))
        if self.instance.pk:
            own = set(self.fields["active_in"].queryset.values_list("pk", flat=True))
            chosen |= set(self.instance.active_in.values_list("pk", flat=True)) - own
        return Municipality.objects.filter(pk__in=chosen)


class VenueForm(DirectoryForm):
    """A place: where it is, and what it takes to get in."""

    position = forms.CharField(
        label=_("On the map"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        help_text=_(
            "Two numbers, for example 67.28, 14.40. Or open the place in a map, and paste the address of "
            "that page here."
        ),
    )
    for_editors = ("municipality", "managed_by")
    long_texts = ("about",)

    class Meta(DirectoryForm.Meta):
        model = Venue
        fields: ClassVar[list[str]] = [
            *("name", "municipality", "address", "postcode", "place", "directions", "getting_in"),
            *("opening_hours", "step_free", "hearing_loop", "about", "managed_by"),
        ]
        field_classes: ClassVar[dict[str, Any]] = {"managed_by": Choices}
        widgets: ClassVar[dict[str, Any]] = {"managed_by": NorwegianSelect, "municipality": NorwegianSelect}
        help_texts: ClassVar[dict[str, Any]] = {
            "getting_in": _("Is there a bell? Who opens? Never write a code or where a key lies."),
            "opening_hours": _("As people say it. For example: mandag–fredag 10–16."),
            "managed_by": _("Its people can change what is said of the place."),
        }

    def __init__(self, data: Data = None, **kwargs: Any) -> None:
        venue = kwargs.get("instance")
        super().__init__(data, **kwargs)
        if venue:
            self.initial["position"] = as_typed(venue.latitude, venue.longitude)
        if "managed_by" in self.fields:
            here = [venue.municipality_id] if venue else self.edited().values("pk")
            near = Organisation.objects.listed().filter(Q(municipality__in=here) | Q(active_in__in=here))
            now = Organisation.objects.filter(pk=(venue and venue.managed_by_id) or 0)
            managers = self.fields["managed_by"]
            managers.queryset = (near | now).distinct().by_name()
            managers.empty_label = gettext("Nobody yet")

    def clean_position(self) -> tuple[Any, Any]:
        text = self.cleaned_data["position"]
        if not text:
            return (None, None)
        try:
            return read_position(text)
        except ValueError:
            said = gettext(
                "We found no place in Norway in this. Write two numbers, for example 67.28, 14.40, or paste "
                "the address of a map."
            )
            raise forms.ValidationError(said) from None

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        same = Venue.objects.filter(name__iexact=data.get("name", ""), municipality=self.municipality_id)
        if data.get("name") and same.exclude(pk=self.instance.pk or 0).exists():
            self.add_error("name", gettext("There is a place with this name in the municipality already."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        latitude, longitude = self.cleaned_data["position"]
        return super().values | {"latitude": latitude, "longitude": longitude}


class TextForm(Explained, forms.ModelForm):
    """The words of a row in one more language. Empty ones are none."""

    fields: Any

    def __init__(self, data: Data = None, *, instance: Any) -> None:
        super().__init__(data, instance=instance)
        for name, field in self.fields.items():
            field.required = False
            field.widget.attrs |= {"lang": instance.language}
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
            field.source = getattr(getattr(instance, instance.owner), name)
        self.fields = {name: field for name, field in self.fields.items() if field.source}
        self.reread = Reread(self)

    @property
    def is_stale(self) -> bool:
        return self.reread.is_stale

    @property
    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """Each field with the words that are to be translated."""
        return [(self[name], field.source) for name, field in self.fields.items()]

    def validate_constraints(self) -> None:
        """There is one row a language: who saves locks the row that it belongs to."""


class OrganisationTextForm(TextForm):
    class Meta:
        model = OrganisationText
        fields = OrganisationText.translated


class VenueTextForm(TextForm):
    class Meta:
        model = VenueText
        fields = VenueText.translated
