"""The list on other people's sites: its data, a frame, their script and style, and how one puts it there.

What goes out to other sites is public, sets no cookie and knows nobody: it is the same for everybody.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language, gettext, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from core.isolation import filled
from core.languages import direction, language_codes
from core.mail.letter import absolute
from events.choices import Category
from events.discovery.doors import ClosedDoorError, closed_door, open_municipality
from events.exchange import embedding
from events.exchange.answering import answer
from events.exchange.embedding import UnknownError, Wish
from events.exchange.snippets import COLOURS, HEIGHT, Options, frame_snippet, script_snippet

# What another site's content security policy needs, and what else the element can be told.
POLICIES = "script-src {origin}; connect-src {origin}\nframe-src {origin}"
EXAMPLES = (
    '<moteplass-list municipality="{municipality}" organisation="…" limit="10">\n'
    '<moteplass-list municipality="{municipality}" venue="…" accent="#005a70">\n'
    "moteplass-list {{ display: block; min-height: {height}px }}"
)
SLUG = re.compile(r"[-a-z0-9_]{1,80}", re.IGNORECASE)
COLOUR_WORDS = {
    "accent": gettext_lazy("Colour of links"),
    "background": gettext_lazy("Background"),
    "text": gettext_lazy("Colour of the text"),
}
SCRIPT = Path(__file__).with_name("moteplass-list.js")
# Any site may frame it; it runs nothing and sends nothing.
FRAME_POLICY = {"frame-ancestors": ["*"], "script-src": [NONE], "form-action": [NONE]}
# On somebody's front page: asked for by every visitor, and a minute behind at the most.
FOR_A_MINUTE = "public, max-age=60"
FOR_AN_HOUR = "public, max-age=3600"


def for_everybody(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Any site may read the answer of `view`, without cookies: browsers send none to "*"."""

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers.setdefault("Cache-Control", FOR_A_MINUTE)
        return response

    return require_safe(answered)


@for_everybody
def embed_data(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """The list as JSON, in the page's language. What is not here says so in words, with a 404."""
    return _answer(
        request,
        municipality,
        keep=True,
        content_type="application/json",
        write=lambda shown: json.dumps(shown, ensure_ascii=False).encode(),
        refuse=lambda refused: JsonResponse(refused, status=404, json_dumps_params={"ensure_ascii": False}),
    )


@for_everybody
@xframe_options_exempt
@csp_replace(FRAME_POLICY)  # type: ignore[arg-type]  # typed for views without arguments
def embed_frame(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """The list as a page for a frame, in the colours of the site around it."""
    options = Options.read(request.GET)
    context = {"style": f"{reverse('embed_style')}?{options.colours_query}"}

    def draw(shown: dict[str, Any]) -> str:
        return render_to_string("exchange/embed_frame.html", context | shown)

    return _answer(
        request,
        municipality,
        # In as many colours as there are sites.
        keep=False,
        content_type="text/html; charset=utf-8",
        write=lambda shown: draw(shown).encode(),
        refuse=lambda refused: HttpResponse(draw(refused), status=404),
    )


def _answer(
    request: HttpRequest,
    municipality: str,
    *,
    keep: bool,
    content_type: str,
    write: Callable[[dict[str, Any]], bytes],
    refuse: Callable[[dict[str, Any]], HttpResponse],
) -> HttpResponseBase:
    now = timezone.now()
    language = get_language() or "nb"
    try:
        wish = Wish.read(municipality, request.GET)
        version = embedding.version(wish, language=language, now=now)
        # Nothing is on, or there is no such thing: only what is made says which, so it is made each time.
        shown = embedding.listing(wish, now=now) if version.is_empty else None
        return answer(
            request,
            key=f"embed:{language}:{wish.key}" if keep else "",
            tag=version.tag,
            now=now,
            make=lambda: write(shown or embedding.listing(wish, now=now)),
            content_type=content_type,
            cache_control=FOR_A_MINUTE,
        )
    except ClosedDoorError as door:
        return refuse(_refused(_closed_in_words(door), reverse("municipality_search")))
    except UnknownError as unknown:
        return refuse(_refused(str(unknown), reverse("event_list", args=[municipality])))


def _closed_in_words(door: ClosedDoorError) -> str:
    if door.municipality is None:
        return _("We do not know this municipality")
    return filled(_("%(municipality)s is not here yet"), municipality=door.municipality)


def _refused(problem: str, path: str) -> dict[str, Any]:
    return {"problem": problem, "more": _("Find what is on near you"), "url": absolute(path)}


@for_everybody
def embed_style(request: HttpRequest) -> HttpResponseBase:
    """The frame's style. Colours are numbers here: whatever was typed, no text of it comes into the style."""
    colours = Options.read(request.GET).palette
    style = render_to_string("exchange/embed.css", {"colours": colours})
    return _unchanging(request, style.encode(), "text/css; charset=utf-8")


@for_everybody
def embed_script(request: HttpRequest) -> HttpResponseBase:
    """The script that draws the list in a page of another site."""
    return _unchanging(request, _script(), "text/javascript; charset=utf-8")


def _unchanging(request: HttpRequest, content: bytes, content_type: str) -> HttpResponseBase:
    tag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = get_conditional_response(request, etag=tag) or HttpResponse(content, content_type=content_type)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = FOR_AN_HOUR
    return response


@cache
def _script() -> bytes:
    """The script, with what it says in every language when it cannot reach us."""
    words = {}
    for code in language_codes():
        with override(code):
            words[code] = {
                "lost": gettext("We cannot show what is on right now."),
                "more": gettext("See everything that is on"),
                "loading": gettext("Getting what is on"),
                "dir": direction(code),
            }
    source = SCRIPT.read_text(encoding="utf-8")
    return source.replace("__WORDS__", json.dumps(words, ensure_ascii=False)).encode()


def _narrowed(params: Mapping[str, str]) -> dict[str, str]:
    """Which of a municipality's dates are asked for. What cannot be any is left out."""
    asked = {name: params.get(name, "") for name in ("category", "organisation", "venue")}
    fits = {"category": asked["category"] in Category.values, "venue": asked["venue"].isdecimal()}
    fits["organisation"] = bool(SLUG.fullmatch(asked["organisation"]))
    return {name: value for name, value in asked.items() if value and fits[name]}


@require_safe
def embed_page(request: HttpRequest, municipality: str) -> HttpResponse:
    """For editors of other sites: what to paste, and how it will look."""
    try:
        place = open_municipality(municipality)
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    options = Options.read(request.GET)
    narrowed = _narrowed(request.GET)
    language = get_language() or "nb"
    title = filled(_("What is on in %(municipality)s"), municipality=place.full_name)
    chosen = narrowed | options.chosen
    frame = reverse("embed_frame", args=[place.slug])
    asked = urlencode({name: value.removeprefix("#") for name, value in chosen.items()})
    frame_path = f"{frame}?{asked}" if asked else frame
    list_url = absolute(reverse("event_list", args=[place.slug]))
    context = {
        "municipality": place,
        "categories": Category.choices,
        "narrowed": narrowed,
        "colours": [(name, COLOUR_WORDS[name], getattr(options.palette, name)) for name in COLOURS],
        "problems": [COLOUR_WORDS[name] for name in (*options.unknown, *options.palette.replaced)],
        "frame_path": frame_path,
        "height": HEIGHT,
        "policies": POLICIES.format(origin=settings.BASE_URL.rstrip("/")),
        "examples": EXAMPLES.format(municipality=place.slug, height=HEIGHT),
        "script_snippet": script_snippet(
            script=absolute(reverse("embed_script")),
            list_url=list_url,
            title=title,
            municipality=place.slug,
            language=language,
            attributes=chosen,
        ),
        "frame_snippet": frame_snippet(frame_url=absolute(frame_path), title=title, language=language),
        "title": title,
    }
    return render(request, "exchange/embed_page.html", context)
