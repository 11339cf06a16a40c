"""Every form that asks for an e-mail address takes only one that can be stored and written to."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from allauth.account.forms import BaseSignupForm
from django import forms
from django.apps import apps
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import StreamField

from core import form_fields

ROOMS = ("core", "organisations", "events", "newcomers", "home")


def every_form(form: type = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for each in form.__subclasses__():
        yield each
        yield from every_form(each)


def address_fields() -> list[tuple[str, forms.EmailField]]:
    for room in ROOMS:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if ".migrations" not in module.name and ".management" not in module.name:
                importlib.import_module(module.name)
    return [
        (f"{form.__module__}.{form.__qualname__}.{name}", field)
        for form in set(every_form())
        if form.__module__.split(".")[0] in ROOMS and not issubclass(form, BaseSignupForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.EmailField)
    ]


def address_blocks(block: blocks.Block) -> Iterator[blocks.EmailBlock]:
    if isinstance(block, blocks.EmailBlock):
        yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from address_blocks(child)
    if isinstance(block, blocks.ListBlock):
        yield from address_blocks(block.child_block)


def test_every_form_of_ours_asks_with_the_field_that_looks():
    found = address_fields()
    assert {name for name, _field in found} >= {"events.signups.forms.SignUpForm.email"}
    # allauth's forms answer what nobody can reach like what nobody has: they are given theirs when made.
    own = [(name, field) for name, field in found if not name.startswith("core.accounts.forms.")]
    assert [name for name, field in own if not isinstance(field, form_fields.EmailField)] == []


def test_every_form_made_from_a_table_of_ours_does():
    fields = [
        field.formfield()
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS
        for field in model._meta.local_fields
        if type(field).__name__ == "EmailField"
    ]
    assert len(fields) >= 4
    assert {type(field) for field in fields} == {form_fields.EmailField}


def test_no_block_of_the_editor_asks_for_an_address():
    """Whom to contact is a row, with a form that looks: an address in a block would pass it by."""
    texts = [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, StreamField)
    ]
    assert {field.model.__name__ for field in texts} >= {"PackageStep"}
    found = [block.name for field in texts for block in address_blocks(field.stream_block)]
    assert found == []
    # The walk finds one wherever it stands.
    inner = blocks.ListBlock(blocks.StructBlock([("email", blocks.EmailBlock())]))
    assert [each.name for each in address_blocks(blocks.StreamBlock([("people", inner)]))] == ["email"]


@pytest.mark.django_db
@pytest.mark.parametrize("length", [255, 307, 5000])
def test_an_address_of_a_member_that_is_too_long_is_refused_and_said(client, editor, organisation, length):
    client.force_login(editor)
    address = f"{'a' * (length - 12)}@example.org"
    response = client.post(reverse("organisation_people", args=[organisation.pk]), {"email": address})
    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["email"]
