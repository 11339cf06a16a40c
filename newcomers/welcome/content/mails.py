"""A step as a mail. What is common to one language, place and set of interests is made once; what is a
person's own is filled in, escaped.

    common = common_part(content, place=…, language="uk", interests=[…], reply_to="…", now=now)
    message = common.fill(Personal(name="Olena", page_url=…, stop_url=…, erase_url=…), to="olena@…")

Between the two stand marks that nobody can have written: each common part has a random one of its own.
"""

import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from email.mime.image import MIMEImage
from email.utils import formataddr, parseaddr
from functools import partial
from html import escape

import mrml
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from core.isolation import OwnWords, filled, isolated
from core.mail.letter import Letter, build_message, frame_values, framed, part_or_nothing
from core.models import Picture
from core.text import clean
from events.models import Occurrence
from newcomers.welcome.content.languages import around
from newcomers.welcome.content.rendering import (
    has_machine_words,
    main_language,
    pictures_in,
    render_mail_parts,
    written_in,
)
from newcomers.welcome.content.resolving import Content
from newcomers.welcome.next_events import chosen, dates_near
from organisations.models import Municipality

TEMPLATE = "welcome/mail/package"
# Letters of a line: each is three bytes at the most in the scripts of our languages, and 998 are allowed.
SHORT = 320
# In pixels, twice what is shown: a face, and a coat of arms.
FACE, CREST = "fill-192x192|format-jpeg", "max-160x160|format-png"


@dataclass(frozen=True)
class Personal:
    """What is one person's own in a mail: plain text and whole addresses."""

    name: str
    page_url: str
    stop_url: str
    erase_url: str
    # From where the municipality has their address, for what, and until when.
    why: str = ""


NAMES = tuple(each.name for each in fields(Personal))


@dataclass(frozen=True)
class Filling:
    """A text with holes: what stands between them, and the name of each hole."""

    between: tuple[str, ...]
    holes: tuple[str, ...]

    @classmethod
    def of(cls, text: str, marks: Mapping[str, str]) -> "Filling":
        names = {mark: name for name, mark in marks.items()}
        pieces = re.split("|".join(f"({re.escape(mark)})" for mark in names), text)
        pieces = [piece for piece in pieces if piece is not None]
        return cls(
            tuple(_between(pieces, names)),
            tuple(names[piece] for piece in pieces if piece in names),
        )

    def filled(self, values: Mapping[str, str]) -> str:
        parts = [self.between[0]]
        for hole, after in zip(self.holes, self.between[1:], strict=True):
            parts += (values[hole], after)
        return "".join(parts)


def _between(pieces: list[str], names: Mapping[str, str]) -> list[str]:
    """The texts around the marks; there is one more of them than of those."""
    texts = [""]
    for piece in pieces:
        if piece in names:
            texts.append("")
        else:
            texts[-1] += piece
    return texts


@dataclass(frozen=True)
class CommonPart:
    """A mail without the person: of one content, reader's language, place and set of interests."""

    subject: str
    text: Filling
    html: Filling | None
    images: tuple[MIMEImage, ...]
    from_email: str
    reply_to: str
    # Content-Language: what the package is in, then what is around it.
    language: str
    # The language of the site that is around the package.
    frame: str
    # "Hello Olena," with a hole for the name in plain text and in HTML, and "Hello,".
    greetings: Mapping[str, str]

    def fill(
        self, personal: Personal, *, to: str, headers: Mapping[str, str] | None = None
    ) -> EmailMultiAlternatives:
        """The mail to one person, ready to be handed over. Costs no query and renders nothing."""
        values = {name: getattr(personal, name) for name in NAMES}
        letter = Letter(
            subject=self.subject,
            text=self.text.filled({**values, "name": self._greeting("text", self._isolated(personal.name))}),
            html=self._html(values) if self.html else "",
        )
        message = build_message(
            letter, to=to, language=self.language, reply_to=self.reply_to, headers=headers
        )
        message.from_email = self.from_email
        if letter.html and self.images:
            # RFC 2387: the pictures belong to the text that shows them, and are no list of files.
            message.mixed_subtype = "related"  # type: ignore[attr-defined]  # the stubs are of a later Django
            for image in self.images:
                message.attach(image)
        return message

    def _html(self, values: Mapping[str, str]) -> str:
        assert self.html is not None
        escaped = {name: escape(value) for name, value in values.items()}
        return self.html.filled({**escaped, "name": self._greeting("html", escaped["name"])})

    def _isolated(self, name: str) -> str:
        with override(self.frame):
            return isolated(name)

    def _greeting(self, form: str, name: str) -> str:
        return self.greetings[form].replace(HOLE, name) if name else self.greetings["nobody"]


# Stands in a translated sentence of ours alone, where nobody's words are yet.
HOLE = "\ufffc"


def common_part(
    content: Content,
    *,
    place: Municipality,
    language: str,
    interests: Collection[str] = (),
    reply_to: str = "",
    now: datetime,
    dates: Sequence[Occurrence] | None = None,
) -> CommonPart:
    """What is the same for everybody who reads `language`, is in `place` and likes `interests`.

    `content` is the edition's; `dates` are those near the place, where somebody has just read them. Raises
    `NothingMade` where not one part of it can be made.
    """
    frame = around(language)
    marks = {name: f"mp{secrets.token_hex(8)}x{number}" for number, name in enumerate(NAMES)}
    found = part_or_nothing(
        "next_events",
        lambda: chosen(
            dates_near(place, now=now) if dates is None else dates, language=frame, interests=interests
        ),
    )
    images, cids, crest = _images(content, place)
    mjml, plain = render_mail_parts(content, found or [], page_url=marks["page_url"], cids=cids, reader=frame)
    context = {
        **marks,
        "subject": content["subject"]["text"],
        "municipality": place,
        "crest": crest,
        "written_in": written_in(content, language),
        "by_machine": has_machine_words(content),
        "package_mjml": mjml,
        "package_text": plain,
    }
    with override(frame):
        text, html = _rendered({**context, **frame_values(frame)})
        greetings = _greetings()
    return CommonPart(
        subject=" ".join(content["subject"]["text"].split()),
        text=Filling.of(text, marks),
        html=Filling.of(_short_lines(html), marks) if html else None,
        images=images,
        from_email=_from(place),
        reply_to=reply_to,
        language=", ".join(dict.fromkeys([main_language(content), frame])),
        frame=frame,
        greetings=greetings,
    )


def _rendered(values: Mapping[str, object]) -> tuple[str, str | None]:
    """The text and the HTML, with their marks; a mail without HTML is one all the same."""
    context = dict(values)
    text = framed(clean(render_to_string(f"{TEMPLATE}.txt", context)))
    html = part_or_nothing(
        TEMPLATE, lambda: mrml.to_html(clean(render_to_string(f"{TEMPLATE}.mjml", context))).content
    )
    return text, html


def _greetings() -> dict[str, str]:
    with_name = filled(gettext("Hello %(name)s,"), name=OwnWords(HOLE))
    html = escape(with_name).replace(HOLE, f"<bdi>{HOLE}</bdi>")
    return {"text": with_name, "html": html, "nobody": gettext("Hello,")}


def _short_lines(html: str) -> str:
    """Broken after what ends a part, and what is longer than mail allows (RFC 5322 section 2.1.1) at a space.

    A space in HTML may be a line's end everywhere: between words, attributes and rules of style. What is not
    broken is sent as quoted-printable, three times as long where it is Arabic.
    """
    # What is for Outlook begins a line, so that its condition is never broken.
    broken = re.sub(r"(</(?:div|td|tr|table|p|li|h2)>|(?=<!--\[if))", "\\1\n", html)
    return "\n".join(piece for line in broken.split("\n") for piece in _pieces(line))


def _pieces(line: str) -> Iterator[str]:
    while len(line) > SHORT and (end := line.rfind(" ", 1, SHORT)) > 0:
        yield line[:end]
        line = line[end + 1 :]
    yield line


def _from(place: Municipality) -> str:
    """The municipality's name before the site's own address, which alone may send (SPF, DKIM)."""
    return formataddr((strip_tags(place.name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _images(content: Content, place: Municipality) -> tuple[tuple[MIMEImage, ...], dict[int, str], str]:
    """The pictures that a mail carries, {number: Content-ID} of the faces, and the coat of arms'."""
    images: list[MIMEImage] = []
    cids: dict[int, str] = {}
    faces = {
        part["picture"]["id"] for part in content["parts"] if part["type"] == "letter" and part["picture"]
    }
    for number, picture in pictures_in(content).items():
        if number in faces:
            cid = f"picture-{number}@moteplass"
            image = part_or_nothing("picture", partial(_image, picture, FACE, cid))
            if image is not None:
                images.append(image)
                cids[number] = cid
    crest = ""
    if place.crest is not None:
        cid = f"crest-{place.pk}@moteplass"
        coat = part_or_nothing("crest", partial(_image, place.crest, CREST, cid))
        if coat is not None:
            images.append(coat)
            crest = cid
    return tuple(images), cids, crest


def _image(picture: Picture, rule: str, cid: str) -> MIMEImage:
    rendition = picture.get_rendition(rule)
    with rendition.file.open("rb") as file:
        content = file.read()
    image = MIMEImage(content, _subtype=rule.rpartition("-")[2])
    image.add_header("Content-ID", f"<{cid}>")
    image.add_header(
        "Content-Disposition", "inline", filename=f"{cid.partition('@')[0]}.{rule.rpartition('-')[2]}"
    )
    return image
