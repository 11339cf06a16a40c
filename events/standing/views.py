"""The pages on which organisers look after their places, and editors say yes to them."""

import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.clock import local_day
from core.isolation import filled
from core.languages import language_among
from core.link_pages import Gone, behind_link
from core.links import LinkExpired
from core.sending import once
from events.standing import services
from events.standing.choices import State
from events.standing.forms import ExceptionForm, PlaceForm, SendBackForm
from events.standing.hours import Exceptional, Hours
from events.standing.models import StandingPlace, StandingPlaceQuerySet
from events.standing.notices import LINKS
from events.standing.state import state_at
from events.standing.wording import (
    Row,
    days_in_words,
    next_days,
    season_in_words,
    state_in_words,
    times_in_words,
    week_in_rows,
)
from organisations.models import Organisation

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def _own(request: HttpRequest) -> StandingPlaceQuerySet:
    return StandingPlace.objects.for_user(request.user).with_cards()


@login_required
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The places of the user's organisations, and how each is now."""
    now = timezone.now()
    organisations = Organisation.objects.with_member(request.user).few()
    context = {
        "rows": [
            {"place": place, "now": state_in_words(state_at(place.opening_hours, now))}
            for place in _own(request)[:100]
        ],
        "organisations": organisations or [],
        "has_many_organisations": organisations is None,
    }
    return render(request, "standing/places.html", context)


@login_required
@require_safe
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """One place: its week, the days on which it is otherwise, and what can be done."""
    now = timezone.now()
    found = get_object_or_404(_own(request), pk=pk)
    today = local_day(now)
    context = {
        "place": found,
        "rows": next_days(found.opening_hours, today),
        "exceptions": _to_come(found.opening_hours, today),
        "tomorrow": today + timedelta(days=1),
        "is_doubtful": found.is_doubtful(now),
        "state": found.get_state_display(),
    }
    return render(request, "standing/place.html", context)


def _to_come(hours: Hours, today: date) -> list[tuple[str, str, str, str]]:
    """Days on which it is otherwise, in order: the name for the page's button, days, times and why."""
    return [
        (_name_of(each), days_in_words(each), times_in_words(each.times), each.note)
        for each in hours.to_come(today)
    ]


def _name_of(exception: Exceptional) -> str:
    """What it says, not where it stands."""
    return _fingerprint([exception.first.isoformat(), exception.last.isoformat(), exception.note])


def _seasons(hours: Hours) -> list[tuple[str, list[Row]]]:
    return [(season_in_words(each), week_in_rows(each.week)) for each in hours.seasons]


@login_required
@GET_OR_POST
def new(request: MemberRequest, organisation: int) -> HttpResponse:
    """A place for an organisation that the user is a member of."""
    owner = get_object_or_404(
        Organisation.objects.for_user(request.user).select_related("municipality"), pk=organisation
    )
    now = timezone.now()
    contact = {"contact_name": request.user.name, "contact_email": request.user.email}
    form = PlaceForm(request.POST or None, organisation=owner, today=local_day(now), contact=contact)
    if form.is_valid() and _has_seen(request, form.hours):

        def make() -> str:
            language = request.user.language
            values = form.values | {"contact_language": language_among(language, owner.municipality.language)}
            made = services.create_place(organisation=owner, values=values, hours=form.hours, now=now)
            _say(request, made)
            return reverse("portal_standing_place", args=[made.pk])

        return redirect(once(request, make))
    return _form(request, form, {"organisation": owner})


@login_required
@GET_OR_POST
@transaction.atomic
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a place: what it is, and its hours."""
    found = get_object_or_404(_own(request), pk=pk)
    if request.method == "POST":
        found = services.lock(found)
    now = timezone.now()
    form = PlaceForm(request.POST or None, organisation=found.organisation, today=local_day(now), place=found)
    if form.is_valid() and not form.is_stale and _has_seen(request, form.hours):
        changed = services.change_place(place=found, values=form.values, hours=form.hours, now=now)
        _say(request, changed)
        return redirect("portal_standing_place", found.pk)
    return _form(request, form, {"organisation": found.organisation, "place": found})


def _fingerprint(said: Any) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:20]


def _has_seen(request: HttpRequest, hours: Hours) -> bool:
    """Whether the yes is to these hours, as they were shown."""
    return request.POST.get("yes") == _fingerprint(hours.as_json())


def _form(request: HttpRequest, form: PlaceForm, context: dict[str, Any]) -> HttpResponse:
    """The form; when all of it is understood, with what was understood, for a yes."""
    understood = form.is_bound and form.is_valid() and not form.is_stale
    if understood:
        hours = form.hours
        context |= {
            "fingerprint": _fingerprint(hours.as_json()),
            "week": week_in_rows(hours.week),
            "seasons": _seasons(hours),
        }
    status = 409 if form.is_stale else 400 if form.errors else 200
    return render(
        request, "standing/form.html", {"form": form, "understood": understood, **context}, status=status
    )


def _say(request: HttpRequest, place: StandingPlace) -> None:
    if place.is_public:
        messages.success(request, _("Saved. Everybody sees these opening hours now."))
    elif place.state == State.TAKEN_DOWN:
        messages.success(request, _("Saved."))
    else:
        said = _("Saved. %(municipality)s looks at it first, and you get an e-mail.")
        messages.success(request, filled(said, municipality=place.municipality.name))


@login_required
@GET_OR_POST
def exception(request: MemberRequest, pk: int) -> HttpResponse:
    """ "Closed tomorrow": some days on which it is otherwise. ?day=2026-11-27 fills in the day."""
    found = get_object_or_404(_own(request), pk=pk)
    now = timezone.now()
    form = ExceptionForm(request.POST or None, today=local_day(now), day=_day(request.GET.get("day", "")))
    if form.is_valid():
        try:
            services.add_exception(place=found, exception=form.exception, now=now)
        except services.TooManyExceptionsError:
            form.add_error("first", _("There are too many such days already. Take some away first."))
        else:
            said = _("Saved. %(days)s: %(times)s")
            times = times_in_words(form.exception.times)
            messages.success(request, filled(said, days=days_in_words(form.exception), times=times))
            return redirect("portal_standing_place", found.pk)
    status = 400 if form.errors else 200
    return render(request, "standing/exception.html", {"form": form, "place": found}, status=status)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@login_required
@require_POST
def remove_exception(request: MemberRequest, pk: int) -> HttpResponse:
    """These days are as others after all."""
    found = get_object_or_404(_own(request), pk=pk)
    for each in found.opening_hours.exceptions:
        if _name_of(each) == request.POST.get("which"):
            services.remove_exception(place=found, exception=each)
            messages.success(request, _("Removed. The usual hours hold on these days."))
    return redirect("portal_standing_place", found.pk)


@login_required
@require_POST
def act(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a place down, bring it back, or say that its hours are still right."""
    found = get_object_or_404(_own(request), pk=pk)
    now = timezone.now()
    does: dict[str, tuple[Callable[[], Any], str]] = {
        "down": (partial(services.take_down, place=found), _("Taken down. Nobody finds it any longer.")),
        "right": (partial(services.confirm, place=found, now=now), _("Thank you. The hours are confirmed.")),
    }
    wish = request.POST.get("do", "")
    if wanted := does.get(wish):
        wanted[0]()
        messages.success(request, wanted[1])
    elif wish == "back":
        back = services.bring_back(place=found, now=now)
        if back.is_public:
            messages.success(request, _("It is back."))
        else:
            _say(request, back)
    return redirect("portal_standing_place", found.pk)


@login_required
@require_safe
def to_approve(request: HttpRequest) -> HttpResponse:
    """For editors: what waits for a yes, and whose hours nobody has confirmed in a long while."""
    now = timezone.now()
    here = StandingPlace.objects.moderated_by(request.user).with_cards()
    context = {
        "waiting": here.filter(state=State.WAITING)[:100],
        "doubtful": here.filter(is_public=True).doubtful(now)[:100],
    }
    return render(request, "standing/to_approve.html", context)


@login_required
@GET_OR_POST
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """For editors: say yes to a place, or send it back with what should be changed."""
    rows = StandingPlace.objects.moderated_by(request.user).with_cards()
    found = get_object_or_404(rows.exclude(state=State.TAKEN_DOWN), pk=pk)
    now = timezone.now()
    form = SendBackForm(request.POST if "back" in request.POST else None)
    if "yes" in request.POST:
        if services.approve(place=found, seen=request.POST.get("seen", ""), now=now):
            messages.success(request, _("Approved. Everybody can find it now."))
        else:
            messages.warning(request, _("Somebody else has changed this meanwhile"))
        return redirect("portal_standing_to_approve")
    if form.is_valid():
        services.send_back(place=found, comment=form.cleaned_data["comment"], now=now)
        messages.success(request, _("Sent back. The organisation gets an e-mail."))
        return redirect("portal_standing_to_approve")
    hours = found.opening_hours
    context = {
        "form": form,
        "place": found,
        "seen": services.version_of(found),
        "rows": week_in_rows(hours.week),
        "seasons": _seasons(hours),
        "exceptions": _to_come(hours, local_day(now)),
    }
    return render(request, "standing/decide.html", context, status=400 if form.errors else 200)


GONE = Gone(
    gettext_lazy("This link does not work any longer"),
    gettext_lazy("It was for a while only. You can still change the hours when you are logged in."),
    next_name="portal_standing",
    next_label=gettext_lazy("Your opening hours"),
)


@GET_OR_POST
@behind_link(GONE)
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """From a message: the hours, and "Yes, still right". Opened by a mail scanner nothing happens."""
    now = timezone.now()
    [public_id] = LINKS.read(token)
    found = StandingPlace.objects.with_cards().filter(public_id=public_id, is_public=True).first()
    if found is None:
        raise LinkExpired
    done = ""
    if request.method == "POST" and request.POST.get("do") == "stop":
        services.stop_asking(place=found, now=now)
        done = "stop"
    elif request.method == "POST":
        services.confirm(place=found, now=now)
        done = "right"
    context = {
        "place": found,
        "done": done,
        "rows": next_days(found.opening_hours, local_day(now)),
        "edit_url": reverse("portal_standing_edit", args=[found.pk]),
        "token": token,
    }
    return render(request, "standing/still_right.html", context)
