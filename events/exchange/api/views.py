"""The API: each address asks one list. What is refused is a problem of RFC 9457, whoever refuses it."""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import NinjaAPI, Query, Router, Schema
from ninja.errors import ValidationError
from pydantic_core import to_json

from core import limits
from core.limits import TooMany
from events.exchange.api import lists
from events.exchange.api.problems import CONTENT_TYPE, ProblemError, problem_of, problem_response, too_many
from events.exchange.api.schemas import (
    CategoryPage,
    EventItem,
    EventPage,
    EventQuery,
    LanguageQuery,
    MunicipalityPage,
    Number,
    OccurrenceItem,
    OccurrencePage,
    OccurrenceQuery,
    OrganisationPage,
    PageQuery,
    PlaceQuery,
    VenuePage,
    problems,
)

# Anybody may keep an answer, and asks whether it still holds: what is cancelled is so in the next one.
ASK_EACH_TIME = "public, no-cache"
DESCRIPTION = """What is on, for programs of others: the same that anybody reads on the pages.

Every list is paged: follow `next`. An answer has an `ETag`; sent back in `If-None-Match` it is a 304 while
nothing is different. To follow what changes, note the time, read the list once and then ask with that time in
`updated_since`, and from then on with the `updated_until` of each answer: what is hidden, taken down or
deleted comes with `gone`. A refusal is a problem of RFC 9457."""

api = NinjaAPI(
    title="Møteplass",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
router = Router()
LIST = {304: None, **problems(400, 405, 422, 429, 431, 503)}
FOLLOWED = {**LIST, **problems(410)}
ONE = {**LIST, **problems(404)}
# What each list can be asked; one thing alone, in which language.
ASKED: dict[str, type[Schema]] = {
    "occurrences": OccurrenceQuery,
    "events": EventQuery,
    "organisations": PlaceQuery,
    "venues": PlaceQuery,
    "municipalities": PageQuery,
}
LONGEST_SHOWN = 40


@router.get("/occurrences", response={200: OccurrencePage, **FOLLOWED}, summary="Dates of activities")
def occurrences(request: HttpRequest, asked: Query[OccurrenceQuery]) -> HttpResponseBase:
    """In order of start: what has not ended, or what is on the days `from` to `to`."""
    return _page(request, lists.occurrences(asked, now=timezone.now()))


@router.get("/occurrences/{occurrence}", response={200: OccurrenceItem, **ONE}, summary="One date")
def occurrence(request: HttpRequest, occurrence: UUID, asked: Query[LanguageQuery]) -> HttpResponseBase:
    return _item(request, lists.occurrence(str(occurrence), asked))


@router.get("/events", response={200: EventPage, **FOLLOWED}, summary="Activities")
def events(request: HttpRequest, asked: Query[EventQuery]) -> HttpResponseBase:
    """What several dates have in common. Those that were made last stand last."""
    return _page(request, lists.events(asked, now=timezone.now()))


@router.get("/events/{event}", response={200: EventItem, **ONE}, summary="One activity")
def event(request: HttpRequest, event: Number, asked: Query[LanguageQuery]) -> HttpResponseBase:
    return _item(request, lists.event(event, asked, now=timezone.now()))


@router.get("/organisations", response={200: OrganisationPage, **FOLLOWED}, summary="Who invites")
def organisations(request: HttpRequest, asked: Query[PlaceQuery]) -> HttpResponseBase:
    return _page(request, lists.organisations(asked, now=timezone.now()))


@router.get("/venues", response={200: VenuePage, **FOLLOWED}, summary="Places where people meet")
def venues(request: HttpRequest, asked: Query[PlaceQuery]) -> HttpResponseBase:
    return _page(request, lists.venues(asked, now=timezone.now()))


@router.get(
    "/municipalities", response={200: MunicipalityPage, **LIST}, summary="Municipalities that take part"
)
def municipalities(request: HttpRequest, asked: Query[PageQuery]) -> HttpResponseBase:
    return _page(request, lists.municipalities(asked))


@router.get("/categories", response={200: CategoryPage, **LIST}, summary="Kinds of activities")
def categories(request: HttpRequest, asked: Query[LanguageQuery]) -> HttpResponseBase:
    return _page(request, lists.categories(asked))


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponseBase:
    """This, as OpenAPI 3.1 says it."""
    return _answered(request, _document(settings.BASE_URL.rstrip("/")), "en")


@cache
def _document(server: str) -> bytes:
    """With every refusal as what it is: the framework knows one kind of content for all answers."""
    said: dict[str, Any] = {**api.get_openapi_schema(path_prefix="/api/v1/"), "servers": [{"url": server}]}
    for operations in said["paths"].values():
        for status, answer in operations["get"]["responses"].items():
            if int(status) >= 400:
                answer["content"] = {CONTENT_TYPE: answer["content"]["application/json"]}
    return to_json(said)


api.add_router("", router)


@api.exception_handler(ProblemError)
def refused(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return problem_of(error)


@api.exception_handler(ValidationError)
def cannot_be_read(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """One line for each parameter, however many of its values are wrong."""
    if any(each["loc"][0] == "path" for each in error.errors):
        return not_here(request, Http404())
    said: dict[str, str] = {}
    for each in error.errors:
        place = [str(part) for part in each["loc"] if part not in ("query", "path", "asked")]
        said.setdefault(place[0] if place else "", str(each["msg"]))
    detail = "Some parameters cannot be used." if len(said) > 1 else "A parameter cannot be used."
    return problem_response(422, detail, errors=list(said.items()))


@api.exception_handler(Http404)
def not_here(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_response(404, "There is no such thing, or it is not shown any longer.")


def answered_at(view: Callable[..., HttpResponseBase], name: str) -> Callable[..., HttpResponseBase]:
    """`view` for whoever has not asked too often, nor for what there is not; HEAD is GET without a body."""
    known = {field.alias or own for own, field in ASKED.get(name, LanguageQuery).model_fields.items()}

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            limits.count_program(request)
        except TooMany as error:
            return too_many(error)
        if unknown := [each for each in request.GET if each not in known]:
            errors = [(each[:LONGEST_SHOWN], "There is no such parameter.") for each in unknown]
            return problem_response(422, "There are parameters that we do not know.", errors=errors)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = view(request, *args, **kwargs)
        if is_head:
            request.method = "HEAD"
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # nothing can be sent here
    return answer


def api_urls(prefix: str) -> list[URLPattern]:
    """The addresses of the API below `prefix`; its own empty page is none."""
    found = [each for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]
    return [
        path(f"{prefix}{each.pattern}", answered_at(each.callback, str(each.name)), name=f"api_{each.name}")
        for each in found
        if each.callback is not None
    ]


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Every other address below the API's."""
    return problem_response(
        404, "There is nothing at this address. What there is stands in /api/v1/openapi.json."
    )


def _page(request: HttpRequest, answer: lists.Answer) -> HttpResponseBase:
    said: dict[str, Any] = {"items": answer.items, "next": answer.next}
    if answer.updated_until is not None:
        said["updated_until"] = answer.updated_until.isoformat()
    return _answered(request, to_json(said), answer.language)


def _item(request: HttpRequest, answer: lists.Answer) -> HttpResponseBase:
    return _answered(request, to_json(answer.items[0]), answer.language)


def _answered(request: HttpRequest, content: bytes, language: str) -> HttpResponseBase:
    """The tag is of the very bytes: whatever is different, whoever has another answer gets this one."""
    tag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = HttpResponse(content, content_type="application/json")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = ASK_EACH_TIME
    response.headers["Content-Language"] = language
    return response
