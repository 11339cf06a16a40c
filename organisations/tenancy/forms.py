"""What a form of the admin may refer to: a chooser's list is scoped, and so is the id that comes back.

One place for every model: fields of the form, choosers inside StreamFields, links inside texts. What the
stored row refers to already stays, whoever put it there.
"""

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry
from wagtail.rich_text import RichText

from core import sending, versions
from core.blocks import name_box
from core.forms import Explained
from core.isolation import filled
from organisations.tenancy.policies import MunicipalityPolicy

NOT_YOURS = _("Something you chose here is not your municipality's, or is no longer there. Choose again.")

# (model, primary key)
Reference = tuple[type[models.Model], int]


def choosable(user, model: type[models.Model]) -> models.QuerySet | None:
    """The rows of `model` that `user` may refer to; None for a model that belongs to no municipality."""
    if issubclass(model, Page):
        own = page_permission_policy.explorable_instances(user).values("pk")
        return model._default_manager.filter(models.Q(live=True) | models.Q(pk__in=own))
    policy = policy_registry.get_by_type(model, fallback=False)
    if isinstance(policy, MunicipalityPolicy):
        return policy.scope(user)
    if issubclass(model, (get_image_model(), get_document_model())):
        return policy.instances_user_has_permission_for(user, "choose")
    return None


def references(value: Any, block: blocks.Block | None = None) -> Iterator[Reference]:
    """Every row that a field's value points at, however deep it lies."""
    if isinstance(value, models.Model):
        if value.pk is not None:
            yield base_of(type(value)), value.pk
    elif isinstance(value, RichText):
        yield from linked(value.source)
    elif isinstance(value, str):
        if block is None:
            yield from linked(value)
    elif isinstance(value, blocks.StructValue):
        for name, child in value.items():
            yield from references(child, value.block.child_blocks.get(name))
    elif isinstance(value, (blocks.StreamValue, blocks.list_block.ListValue)):
        for child in value if isinstance(value, blocks.StreamValue) else value.bound_blocks:
            yield from references(child.value, child.block)


def linked(html: str) -> Iterator[Reference]:
    """What a text of Wagtail's links to or embeds by number."""
    if "linktype" not in html and "embedtype" not in html:
        return
    kinds = {"page": Page, "document": get_document_model(), "image": get_image_model()}
    for tag in BeautifulSoup(html, "html.parser").find_all(["a", "embed"]):
        kind = kinds.get(str(tag.get("linktype") or tag.get("embedtype")))
        number = str(tag.get("id", ""))
        if kind is not None and number.isdecimal():
            yield kind, int(number)


def base_of(model: type[models.Model]) -> type[models.Model]:
    return Page if issubclass(model, Page) else model


class CarriedField(forms.CharField):
    """What the page itself brings along: nobody has typed it, and nothing is changed by it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class OwnChoices(Explained, WagtailAdminModelForm):
    """A form of Wagtail's admin in which nothing of another municipality can be referred to, and in which
    nobody undoes unseen what somebody else has saved."""

    # Of Wagtail's model forms, which have no types.
    data: Any
    fields: Any
    initial: Any
    is_stale = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance if self.instance.pk else None
        if stored:
            self._carry_version()
        else:
            self._carry_number()
        for field in self.fields.values():
            name_box(field.widget, field.label)
        self._stored = {
            name: set(references(getattr(stored, name))) if stored else set() for name in self._long_fields()
        }
        if self.for_user is None or self.for_user.is_superuser:
            return
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._narrow(name, field)

    def _carry_version(self) -> None:
        """The version that it was read at (`core.versions`): of the row, and of the rows under it."""
        version = versions.version_of(self._parts())
        overwritten = self.data.get("overwrite_revision_id")
        if overwritten:
            # Wagtail saves drafts by itself while somebody writes, and says which of them were its own.
            self.is_stale = overwritten != str(self.instance.latest_revision_id)
        else:
            self.is_stale = versions.is_stale(self.data, version)
        if self.is_stale:
            # Sent once more, it has been seen.
            self.data = self.data.copy()
            self.data[versions.FIELD] = version
            self.data.pop("overwrite_revision_id", None)
        self.fields[versions.FIELD] = CarriedField(initial=version)

    def _carry_number(self) -> None:
        """The number by which a new row is made once (`core.sending`)."""
        self.fields[sending.FIELD] = CarriedField(initial=sending.new_number)

    def full_clean(self) -> None:
        """The number is taken when nothing else is wrong with the form: then the row is made."""
        super().full_clean()
        number = self.cleaned_data.get(sending.FIELD) if self.is_bound and not self._errors else None
        if number and not sending.is_first(number, user=self.for_user):
            self.data = self.data.copy()
            self.data[sending.FIELD] = sending.new_number()
            self.add_error(
                None,
                gettext(
                    "This form was sent already, and what it asks for is saved. "
                    "Send it once more only if you want another one."
                ),
            )

    def _parts(self) -> list[forms.BaseForm]:
        below = [form for formset in getattr(self, "formsets", {}).values() for form in formset.initial_forms]
        return [self, *below]

    def _say_both(self) -> None:
        self.add_error(None, versions.clash_message())
        words = gettext("%(label)s: it says “%(stands)s” now. You wrote “%(written)s”.")
        for each in versions.differences(self._parts()):
            self.add_error(None, filled(words, **vars(each)))

    def _long_fields(self) -> list[str]:
        fields = self.instance._meta.get_fields()
        return [field.name for field in fields if isinstance(field, (StreamField, RichTextField))]

    def _narrow(self, name: str, field: forms.ModelChoiceField) -> None:
        every = field.queryset
        allowed = choosable(self.for_user, every.model) if every is not None else None
        if every is None or allowed is None:
            return
        current = getattr(self.instance, f"{name}_id", None)
        field.queryset = every.filter(models.Q(pk__in=allowed.values("pk")) | models.Q(pk=current))
        # A chooser shows what was posted to it before anything is said about it: title, picture and all.
        posted = str(self.data.get(self.add_prefix(name)) or "")
        if (
            posted.isdecimal()
            and every.filter(pk=posted).exists()
            and not field.queryset.filter(pk=posted).exists()
        ):
            raise Http404

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.for_user is not None and not self.for_user.is_superuser:
            for name in set(self._long_fields()) & set(self.cleaned_data):
                self._check(name, set(references(self.cleaned_data[name])) - self._stored[name])
        # What nobody may refer to has been refused by now: the words show what was sent.
        if self.is_stale:
            self._say_both()
        return cleaned

    def _check(self, name: str, chosen: set[Reference]) -> None:
        for model in {model for model, _pk in chosen}:
            wanted = {pk for kind, pk in chosen if kind is model}
            allowed = choosable(self.for_user, model)
            if allowed is None:
                continue
            own = set(allowed.filter(pk__in=wanted).values_list("pk", flat=True))
            if model._default_manager.filter(pk__in=wanted - own).exists():
                # Only somebody who tries sends these, and an error would stand beside what they ask for.
                raise Http404
            if wanted - own:
                self.add_error(name, ValidationError(NOT_YOURS))


class OwnChoicesForm(OwnChoices):
    """For snippets."""


class OwnChoicesPageForm(OwnChoices, WagtailAdminPageForm):
    """For pages."""
