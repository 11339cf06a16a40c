"""Form fields with Designsystemet's markup. Used by ``core/field.html``; pages include that and not these.

Django's own widget templates are left alone: Wagtail's admin renders through them too.
"""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def field_kind(field: BoundField) -> str:
    """``choices`` (several inputs), ``checkbox`` (one), or ``single`` (everything else)."""
    input_type = getattr(field.field.widget, "input_type", "")
    if field.use_fieldset and input_type in {"radio", "checkbox"}:
        return "choices"
    if field.use_fieldset:
        return "group"
    return "checkbox" if input_type == "checkbox" else "single"


@register.simple_tag
def ds_widget(field: BoundField) -> SafeString:
    """The field's own widget with Designsystemet's class next to any class that the form gave it."""
    own = field.field.widget.attrs
    attrs: dict[str, str | bool] = {"class": f"ds-input {own.get('class', '')}".strip()}
    if own.get("placeholder") == field.label:
        # allauth repeats the label as a placeholder: read twice, and easily taken for an answer.
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)
