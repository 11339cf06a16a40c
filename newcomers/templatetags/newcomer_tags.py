"""What pages say of newcomers."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import in_a_row
from core.isolation import filled
from core.mail.typos import COMMON
from core.world_languages import language_name_in
from newcomers.models import Newcomer

register = template.Library()


@register.filter
def language_named(code: str) -> str:
    """The name of any language in the reader's: "tigrinja"."""
    return language_name_in(code)


@register.filter
def in_one_row(labels: list[str]) -> str:
    """The labels one after the other, as the reader's language does it."""
    return in_a_row(*labels)


@register.simple_tag
def common_mail_servers() -> str:
    """What most people's addresses end in, for the script that asks "did you mean"."""
    return " ".join(COMMON)


@register.simple_tag
def children_of(newcomer: Newcomer) -> str:
    """ "2 children, 0–5 years, 1 child, 6–12 years"."""
    bands = [
        (newcomer.children_0_5, _("0–5 years")),
        (newcomer.children_6_12, _("6–12 years")),
        (newcomer.youth_13_17, _("13–17 years")),
    ]
    return in_a_row(*(f"{number_of(count)} ({band})" for count, band in bands if count))


def number_of(count: int) -> str:
    return filled(ngettext("%(count)s child", "%(count)s children", count), count=count)
