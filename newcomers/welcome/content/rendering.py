"""Resolved content as people see it on the web, and its parts for a mail: from the JSON and nothing else.

Most of a package is in one language, its main one: it is marked with `lang` and `dir` once, and each text
that fell back to another language by itself. What is around people's words ("Speaks …", days) is in the
reader's language of the site, and marked with that.

A part that cannot be made is left out, and the log says so: the rest still reaches whom it is for.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import mrml
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from core.languages import direction
from core.mail.letter import part_or_nothing
from core.models import Picture
from core.text import clean
from core.world_languages import is_read_as_own
from newcomers.welcome.content.languages import around
from newcomers.welcome.content.resolving import Content, Part, own_texts, resolve, texts_in
from newcomers.welcome.content.working import written
from newcomers.welcome.models import PackageStep
from newcomers.welcome.next_events import NextEvent

Made = TypeVar("Made")


class NothingMade(Exception):
    """Not one part could be made: it is not sent without any."""


@dataclass(frozen=True)
class Shown:
    """A step as the web shows it: its content, and that as HTML."""

    content: Content
    html: SafeString


def main_language(content: Content) -> str:
    """The language that most of it really is in, by letters; what was asked for where it says nothing."""
    letters: Counter[str] = Counter()
    for text in (content["subject"], *own_texts(content)):
        letters[text["language"]] += len(text.get("text") or text.get("html") or "")
    return letters.most_common(1)[0][0] if letters else content["language"]


def written_in(content: Content, reader: str) -> str:
    """The language that most of it is in, where who speaks `reader` is to be told: else ""."""
    main = main_language(content)
    return "" if is_read_as_own(reader, main) else main


def has_machine_words(content: Mapping[str, Any]) -> bool:
    """Whether a machine wrote some of it, and nobody has read that yet."""
    return any(text.get("machine") for text in texts_in([content["subject"], content["parts"]]))


def pictures_in(content: Content) -> dict[int, Picture]:
    """The pictures that it shows and that there are still, by number. One query, or none."""
    numbers = set(picture_numbers(content["parts"]))
    return Picture.objects.in_bulk(numbers) if numbers else {}


def picture_numbers(value: Any) -> Iterator[int]:
    """Of every PICTURE in resolved content, as often as it is shown."""
    if isinstance(value, Mapping):
        picture = value.get("picture")
        if picture:
            yield picture["id"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from picture_numbers(each)


def with_whole_addresses(html: str) -> str:
    """Links of this site with the site's name before them: a mail has no other way to know it."""
    return re.sub(r'href="(?=/)', f'href="{settings.BASE_URL.rstrip("/")}', html)


def _align(language: str) -> str:
    return "right" if direction(language) == "rtl" else "left"


def _context(content: Content, events: Sequence[NextEvent], **more: object) -> dict[str, object]:
    language = main_language(content)
    frame = str(more.get("reader") or around(language))
    return {
        "events": list(events),
        "language": language,
        "direction": direction(language),
        "align": _align(language),
        "frame_language": frame,
        "frame_direction": direction(frame),
        "frame_align": _align(frame),
        **more,
    }


def _parts(content: Content, make: Callable[[Part], Made]) -> list[Made]:
    """What `make` makes of each part, in order. Raises `NothingMade`."""
    tried = (part_or_nothing(part["type"], partial(make, part)) for part in content["parts"])
    made = [part for part in tried if part is not None]
    if content["parts"] and not made:
        raise NothingMade
    return made


def render_body(content: Content, events: Sequence[NextEvent] = (), **answering: object) -> SafeString:
    """The parts as HTML, inside an element that says which language they are in.

    `reader` is the language of the site for what stands around the texts; without it the nearest to theirs.
    With the `token` of the reader's own link its question can be answered: `step` is whose it is, `answers`
    what was answered (`steps.shown.answers_of`).
    """
    context = _context(content, events, pictures=pictures_in(content), **answering)

    def make(part: Part) -> str:
        return render_to_string(f"welcome/parts/{part['type']}.html", {**context, "part": part})

    with override(str(context["frame_language"])):
        parts = "".join(_parts(content, make))
    return format_html(
        '<div class="wp-package" lang="{}" dir="{}">{}</div>',
        context["language"],
        context["direction"],
        mark_safe(parts),  # noqa: S308  our own template has escaped it
    )


def shown(step: PackageStep) -> Shown:
    """`step` as it is in memory, in its own language, without what is near just now."""
    content = resolve(step, written(step), step.package.language, now=timezone.now())
    return Shown(content, render_body(content))


def render_mail_parts(
    content: Content,
    events: Sequence[NextEvent] = (),
    *,
    page_url: str = "",
    cids: Mapping[int, str] | None = None,
    reader: str = "",
) -> tuple[SafeString, str]:
    """The parts for a mail: as MJML sections, and as plain text. Raises `NothingMade`.

    `reader` is the language of the site for what stands around the texts; "" is the nearest to theirs.
    `cids` are the Content-IDs of the pictures that the mail carries. Each part's template has the name of its
    type; it is in both forms or in neither.
    """
    context = _context(content, events, page_url=page_url, cids=cids or {}, reader=reader, is_mail=True)

    def make(part: Part) -> tuple[str, str]:
        values = {**context, "part": part}
        mjml = render_to_string(f"welcome/mail/parts/{part['type']}.mjml", values)
        # By itself: among the others what does not parse would take them all along.
        mrml.to_html(clean(f"<mjml><mj-body>{mjml}</mj-body></mjml>"))
        return mjml, render_to_string("welcome/mail/part.txt", values)

    with override(str(context["frame_language"])):
        parts = _parts(content, make)
    # A part that has nothing to say (no activities) leaves no gap.
    plain = re.sub(r"\n{4,}", "\n\n\n", "".join(text for _mjml, text in parts)).strip()
    return mark_safe("".join(mjml for mjml, _text in parts)), plain  # noqa: S308  as above
