"""Asking to be welcomed: the municipality's page, a link that somebody handed out, and the button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from core.isolation import filled
from core.languages import language_among
from core.limits import TooMany, count_mail, count_text, hold
from core.link_pages import Gone, behind_link
from core.privacy import ASKING
from core.responses import problem
from events.discovery.cards import municipality_url
from events.discovery.doors import ClosedDoorError, closed_door, open_municipality
from newcomers import asking
from newcomers.forms.asking import AskForm
from newcomers.models import WayIn, settings_of
from newcomers.welcome.links import mint
from newcomers.welcome.models.links import LetterLink
from organisations.models import Municipality

GONE = Gone(
    _("This link has been used, or its time is over"),
    _("If you have pressed the button, the municipality has you on its list. If not, ask once more."),
)


@require_http_methods(["GET", "HEAD", "POST"])
def be_welcomed(request: HttpRequest, municipality: str) -> HttpResponse:
    """The municipality's own page, for whoever has moved here."""
    try:
        place: Municipality = open_municipality(municipality)
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    if not settings_of(place).can_be_asked_for:
        return _not_here(request, place)
    return _form_page(request, place, None)


def _not_here(request: HttpRequest, place: Municipality) -> HttpResponse:
    """The municipality has chosen to take nobody's request on the site."""
    return problem(
        request,
        status=404,
        title=filled(gettext("You cannot ask for this here – %(place)s"), place=place.full_name),
        message=gettext("The municipality welcomes new people in another way. Ask at its citizen service."),
        next_url=municipality_url(place),
        next_label=gettext("See what is on"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def way_in(request: HttpRequest, token: str) -> HttpResponse:
    """The same page by a link or a QR code. One that is closed leads to the municipality's own page."""
    rows = WayIn.objects.select_related("municipality__county").filter(municipality__is_active=True)
    found = get_object_or_404(rows, token=token)
    if found.closed_at:
        return redirect("be_welcomed", found.municipality.slug)
    return _form_page(request, found.municipality, found)


def _form_page(request: HttpRequest, place: Municipality, found: WayIn | None) -> HttpResponse:
    """The form, and what it does. Afterwards everybody sees the same page, also who was here already."""
    now = timezone.now()
    form = AskForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    try:
        if form.is_valid():
            person = form.person()
            if person.email:
                count_mail(request, to=person.email)
            else:
                count_text(request, to=person.phone)
            asking.ask(
                municipality=place,
                person=person,
                way_in=found,
                page_language=language_among(get_language()),
                now=now,
            )
            sent = reverse("be_welcomed_sent", args=[place.slug])
            return redirect(sent if person.email else f"{sent}?by=phone")
    except TooMany as too_many:
        hold(request, too_many, form)
    status = 400 if form.errors else 200
    context = {"form": form, "municipality": place, "way_in": found, "purpose": ASKING}
    context["municipality_url"] = municipality_url(place)
    return render(request, "newcomers/asking/ask.html", context, status=status)


@require_safe
def be_welcomed_sent(request: HttpRequest, municipality: str) -> HttpResponse:
    """The same for everybody: it knows the municipality and nothing about the person."""
    try:
        place: Municipality = open_municipality(municipality)
    except ClosedDoorError as door:
        return closed_door(request, door.municipality, door.slug)
    context = {"municipality": place, "by_phone": request.GET.get("by") == "phone"}
    return render(request, "newcomers/asking/sent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(GONE)
def welcome_request(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what was asked, and the button; POST is the button. Mail scanners follow links."""
    now = timezone.now()
    asked = asking.request_from(token, now=now)
    if request.method == "POST":
        medium = LetterLink.Medium.SMS if asked.phone else LetterLink.Medium.MAIL
        newcomer = asking.confirm(request=asked, now=now)
        own = mint(newcomer=newcomer, delivery=None, medium=medium, now=now)
        return redirect(f"{reverse('about_me', args=[own])}?new=1")
    context = {"asked": asked, "municipality": asked.municipality, "token": token}
    return render(request, "newcomers/asking/confirm.html", context)
