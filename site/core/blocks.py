"""Wagtail's box for formatted text, with a name for those who do not see the label beside it."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail import blocks


def name_box(widget: forms.Widget, label: Any) -> None:
    """The box is no field of HTML's that a label could belong to: its editor writes the name on it."""
    # Its class cannot be asked for while models are read.
    if "data-draftail-input" in widget.attrs:
        vars(widget)["options"] = {**vars(widget)["options"], "ariaLabel": capfirst(label)}


class RichTextBlock(blocks.RichTextBlock):
    """Wagtail's, whose box is called what its label says. To migrations it is Wagtail's."""

    @cached_property
    def field(self) -> forms.Field:
        field = super().field
        name_box(field.widget, self.label)
        return field

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", args, kwargs
