"""A package as people see it: on the web, in a mail, as plain text.

A package is written in one language and marked with it. The reader's own may be another: then what is around
it (the greeting of the mail, the buttons) is in theirs, and the package keeps its `lang` and `dir`.

A part that cannot be made is left out, and the log says so: the rest still reaches whom it is for.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import mrml
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from wagtail.blocks import StreamValue

from core.languages import direction
from core.mail.letter import part_or_nothing
from core.text import clean
from newcomers.welcome.models import WelcomePackage
from newcomers.welcome.next_events import NextEvent

Made = TypeVar("Made")


class NothingMade(Exception):
    """Not one part of the package could be made: it is not sent without any."""


def _context(package: WelcomePackage, events: Sequence[NextEvent]) -> dict[str, object]:
    language = package.language
    return {
        "package": package,
        "events": list(events),
        "language": language,
        "direction": direction(language),
        "align": "right" if direction(language) == "rtl" else "left",
    }


def _parts(package: WelcomePackage, make: Callable[[StreamValue.StreamChild], Made]) -> list[Made]:
    """What `make` makes of each part, in order. Raises `NothingMade`."""
    tried = (part_or_nothing(block.block_type, partial(make, block)) for block in package.body)
    made = [part for part in tried if part is not None]
    if package.body and not made:
        raise NothingMade
    return made


def render_body(package: WelcomePackage, events: Sequence[NextEvent] = ()) -> SafeString:
    """The package's parts as HTML, inside an element that says which language they are in."""
    context = _context(package, events)

    def make(block: StreamValue.StreamChild) -> str:
        return render_to_string("welcome/package_part.html", {**context, "block": block})

    with override(package.language):
        parts = "".join(_parts(package, make))
    return format_html(
        '<div class="wp-package" lang="{}" dir="{}">{}</div>',
        package.language,
        direction(package.language),
        mark_safe(parts),  # noqa: S308  our own template has escaped it
    )


def render_mail_parts(package: WelcomePackage, events: Sequence[NextEvent] = ()) -> tuple[SafeString, str]:
    """The package's parts for a mail: as MJML sections, and as plain text. Raises `NothingMade`.

    Each part's template has the name of its type. One is in both forms or in neither.
    """
    context = _context(package, events)

    def make(block: StreamValue.StreamChild) -> tuple[str, str]:
        values = {**context, "block": block}
        mjml = render_to_string("welcome/mail/part.mjml", values)
        # By itself: among the others what does not parse would take them all along.
        mrml.to_html(clean(f"<mjml><mj-body>{mjml}</mj-body></mjml>"))
        return mjml, render_to_string("welcome/mail/part.txt", values)

    with override(package.language):
        parts = _parts(package, make)
    # A part that has nothing to say (no activities) leaves no gap.
    plain = re.sub(r"\n{4,}", "\n\n\n", "".join(text for _mjml, text in parts)).strip()
    return mark_safe("".join(mjml for mjml, _text in parts)), plain  # noqa: S308  as above
