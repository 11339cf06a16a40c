"""The preview: a step as any person gets it, in any language, over any of its roads."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from core import limits
from core.bounded import TooMuchWork, Unreadable
from core.responses import problem
from core.sms.messages import is_offered
from core.sms.parts import parts_of
from core.typesetting.services import typeset
from newcomers.models import Newcomer
from newcomers.welcome.booklet.making import short_address
from newcomers.welcome.booklet.parts import is_empty
from newcomers.welcome.booklet.recipes import screen_recipe
from newcomers.welcome.booklet.sources import booklet_of, is_printable, replaced_in
from newcomers.welcome.booklet.values import Person
from newcomers.welcome.content.languages import around, package_languages
from newcomers.welcome.content.rendering import main_language, render_body
from newcomers.welcome.content.resolving import Content, resolve
from newcomers.welcome.models import PackageStep
from newcomers.welcome.next_events import next_events
from newcomers.welcome.sending import ANY_TOKEN
from newcomers.welcome.views.packages import EDIT, may_send
from newcomers.welcome.views.seeing import (
    language_for,
    mail_of,
    own_step,
    person_of,
    text_message_of,
    words_of,
)

PEOPLE_SHOWN = 10
# A booklet takes a fifth of a second; one with forty pictures takes two.
SECONDS = 20


class Road(TextChoices):
    """How a step arrives."""

    WEB = "web", gettext_lazy("Web page")
    EMAIL = "email", gettext_lazy("E-mail")
    TEXT = "text", gettext_lazy("Plain text")
    SMS = "sms", gettext_lazy("SMS")
    BOOKLET = "booklet", gettext_lazy("Booklet")


@login_required
@require_GET
def step_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """By `?language=`, `?person=` and `?as=`: each text in their language, or what they get instead."""
    step = own_step(request, pk)
    person = person_of(request, step)
    wanted = language_for(request, step, person)
    if wanted not in package_languages():
        return unknown_language(request, step)
    road = request.GET.get("as", "")
    road = Road(road) if road in Road.values else Road.WEB
    content = resolve(step, words_of(step), wanted, now=timezone.now())
    chosen = {"language": wanted, "person": person.pk if person else "", "as": road.value}
    return render(
        request,
        "welcome/preview.html",
        {
            "municipality": step.municipality,
            "here": "packages",
            "step": step,
            "wanted": wanted,
            "person": person,
            "road": road,
            "languages": [
                (code, code == wanted, _query(chosen, language=code)) for code in step.package.all_languages
            ],
            "roads": [(each.label, each == road, _query(chosen, **{"as": each.value})) for each in Road],
            "query": _query(chosen),
            "main_language": main_language(content),
            "is_draft": not step.live,
            "may_send": step.is_sendable and may_send(request, step.municipality_id),
            "may_choose": may_send(request, step.municipality_id),
            "edit_url": reverse(EDIT, args=[step.pk]),
            **_people(request, step, chosen),
            **_seen(step, wanted, person, road, content),
        },
    )


def _query(chosen: dict[str, Any], **instead: Any) -> str:
    return "?" + urlencode({name: value for name, value in {**chosen, **instead}.items() if value})


def _people(request: HttpRequest, step: PackageStep, chosen: dict[str, Any]) -> dict[str, Any]:
    """Whoever is found by `?who=`, each with the address of their preview."""
    sought = request.GET.get("who", "").strip()[:100]
    if not sought:
        return {"sought": "", "found": []}
    people = Newcomer.objects.for_user(request.user).filter(municipality=step.municipality_id)
    found = people.found_by(sought).order_by("sorted_as", "pk")[:PEOPLE_SHOWN]
    return {
        "sought": sought,
        "found": [(each, _query(chosen, language="", person=each.pk)) for each in found],
    }


def _seen(
    step: PackageStep, wanted: str, person: Newcomer | None, road: Road, content: Content
) -> dict[str, Any]:
    """What the part of the page about `road` shows."""
    match road:
        case Road.WEB:
            events = next_events(
                municipality=step.municipality,
                language=around(wanted),
                now=timezone.now(),
                interests=person.interests if person else (),
            )
            return {"content": content, "package_html": render_body(content, events, reader=around(wanted))}
        case Road.EMAIL:
            return {"subject": mail_of(step, wanted, person).subject}
        case Road.TEXT:
            message = mail_of(step, wanted, person)
            return {"subject": message.subject, "text": message.body}
        case Road.SMS:
            text = text_message_of(step, wanted, person)
            return {"text": text, "parts": parts_of(text), "is_offered": is_offered()}
        case Road.BOOKLET:
            booklet = booklet_of(content, municipality=step.municipality, now=timezone.now())
            can = is_printable(content) and not is_empty(content)
            return {"can_be_made": can, "replaced": replaced_in(booklet)}


@login_required
@require_GET
def step_preview_booklet(request: HttpRequest, pk: int) -> HttpResponse:
    """That of `?person=`, or of a reader of `?language=`: typeset while one waits, and kept nowhere."""
    step = own_step(request, pk)
    person = person_of(request, step)
    language = language_for(request, step, person)
    content = resolve(step, words_of(step), language, now=timezone.now())
    if language not in package_languages() or not is_printable(content) or is_empty(content):
        raise Http404
    query = {"language": language, "person": person.pk if person else "", "as": Road.BOOKLET.value}
    back = HttpResponseRedirect(reverse("step_preview", args=[pk]) + _query(query))
    reader = _reader(person) if person else None
    booklet = booklet_of(content, municipality=step.municipality, now=timezone.now(), person=reader)
    try:
        limits.count_staff_form(request)
        made = typeset(screen_recipe(booklet), seconds=SECONDS)
    except limits.TooMany as too_many:
        messages.warning(request, str(too_many))
        return back
    except (TooMuchWork, Unreadable):
        messages.error(request, _("The booklet could not be made. Nothing is lost. Try again in a minute."))
        return back
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{step.municipality.slug}-{language}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _reader(person: Newcomer) -> Person:
    """As their own booklet names them; its code leads nowhere yet."""
    return Person(person.name, short_address(ANY_TOKEN), until=person.expires_at)


def unknown_language(request: HttpRequest, step: PackageStep) -> HttpResponse:
    return problem(
        request,
        status=404,
        title=_("We do not have this language"),
        message=_("Choose one of the languages that are listed above the package."),
        next_url=reverse("step_preview", args=[step.pk]),
        next_label=_("See the package"),
    )
