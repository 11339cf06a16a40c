"""A package as people see it: on the web, in a mail, as plain text.

A package is written in one language and marked with it. The reader's own may be another: then what is around
it (the greeting of the mail, the buttons) is in theirs, and the package keeps its `lang` and `dir`.
"""

import re
from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from core.languages import direction
from newcomers.welcome.models import WelcomePackage
from newcomers.welcome.next_events import NextEvent


def _context(package: WelcomePackage, events: Sequence[NextEvent]) -> dict[str, object]:
    language = package.language
    return {
        "package": package,
        "events": list(events),
        "language": language,
        "direction": direction(language),
        "align": "right" if direction(language) == "rtl" else "left",
    }


def render_body(package: WelcomePackage, events: Sequence[NextEvent] = ()) -> SafeString:
    """The package's parts as HTML, inside an element that says which language they are in."""
    with override(package.language):
        parts = render_to_string("welcome/package_body.html", _context(package, events))
    return format_html(
        '<div class="wp-package" lang="{}" dir="{}">{}</div>',
        package.language,
        direction(package.language),
        mark_safe(parts),  # noqa: S308  our own template has escaped it
    )


def render_mail_parts(package: WelcomePackage, events: Sequence[NextEvent] = ()) -> tuple[SafeString, str]:
    """The package's parts for a mail: as MJML sections, and as plain text.

    Each part's template has the name of its type. Raises `TemplateDoesNotExist` for a type without one:
    no part may be missing from a mail without a word.
    """
    context = _context(package, events)
    with override(package.language):
        mjml = render_to_string("welcome/mail/body.mjml", context)
        text = render_to_string("welcome/mail/body.txt", context)
    # A part that has nothing to say (no activities) leaves no gap.
    plain = re.sub(r"\n{4,}", "\n\n\n", text).strip()
    return mark_safe(mjml), plain  # noqa: S308  our own template has escaped it
