"""The pages on which organisations agree to arrange something together, and see how many come."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.isolation import filled
from events.dates.people import heads_by_date
from events.models import CoOrganiserRequest, Event
from events.partners import services
from events.partners.forms import PartnerForm
from organisations.models import Organisation

MOST = 100
NEXT_DATES = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: MemberRequest, pk: int) -> HttpResponse:
    """Of an activity of one's own: who arranges it too, who is asked, and whom to ask."""
    own = Event.objects.for_user(request.user).select_related("organisation", "municipality")
    event = get_object_or_404(own, pk=pk)
    form = PartnerForm(request.POST if "ask" in request.POST else None, event=event)
    now = timezone.now()
    if "remove" in request.POST:
        known = Organisation.objects.filter(
            Q(co_organised_events=event) | Q(co_organiser_requests__event=event)
        ).distinct()
        number = request.POST["remove"]
        is_number = number.isascii() and number.isdecimal() and len(number) < 10
        gone = get_object_or_404(known, pk=int(number) if is_number else 0)
        services.part(event=event, organisation=gone, user=request.user, now=now)
        messages.success(request, filled(_("%(name)s is not with you any more."), name=gone.name))
        return redirect("portal_event_partners", pk)
    if "ask" in request.POST and form.is_valid():
        asked = form.cleaned_data["organisation"]
        try:
            services.ask(event=event, organisation=asked, user=request.user, now=now)
        except services.TooManyError:
            messages.warning(request, _("There are enough already. Take somebody out first."))
        else:
            said = _("%(name)s is asked. It is shown when they have said yes.")
            messages.success(request, filled(said, name=asked.name))
        return redirect("portal_event_partners", pk)
    context = {
        "event": event,
        "text": event.text_for(),
        "form": form,
        "partners": Organisation.objects.filter(co_organised_events=event).by_name(),
        "requests": event.co_organiser_requests.select_related("organisation"),
    }
    return render(request, "events/partners/partners.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def together(request: MemberRequest) -> HttpResponse:
    """What the user's organisations are asked to arrange together with others, and what they do already."""
    asked = requests_to(request.user).select_related("event__organisation", "organisation")
    mine = Organisation.objects.with_member(request.user).values("pk")
    events = Event.objects.filter(co_organisers__in=mine).with_next_date(timezone.now()).distinct()
    events = events.filter(live=True, next_date__isnull=False).select_related("organisation", "municipality")
    context = {
        "requests": asked.prefetch_related("event__texts")[:MOST],
        "events": events.prefetch_related("texts").order_by("next_date", "pk")[:MOST],
        "here": "together",
    }
    return render(request, "events/partners/together.html", context)


def requests_to(user: Any) -> Any:
    """Those that `user` may answer: for an organisation that they speak for."""
    return CoOrganiserRequest.objects.filter(
        organisation__in=Organisation.objects.with_people_led_by(user).values("pk")
    )


@login_required
@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(requests_to(request.user).select_related("event__organisation"), pk=pk)
    yes = request.POST.get("answer") == "yes"
    services.answer(request=found, yes=yes, user=request.user, now=timezone.now())
    name = found.event.organisation.name
    said = _("You arrange it together with %(name)s now.") if yes else _("You have said no to %(name)s.")
    messages.success(request, filled(said, name=name))
    return redirect("portal_together")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partner_event(request: MemberRequest, pk: int) -> HttpResponse:
    """For who arranges an activity with its owner: how many come to each date, and the way out of it."""
    mine = Organisation.objects.with_member(request.user)
    events = Event.objects.filter(co_organisers__in=mine.values("pk"), live=True).distinct()
    event = get_object_or_404(events.select_related("organisation", "municipality"), pk=pk)
    now = timezone.now()
    leaving = Organisation.objects.with_people_led_by(request.user).filter(co_organised_events=event)
    if request.method == "POST":
        for organisation in list(leaving):
            services.part(event=event, organisation=organisation, user=request.user, now=now)
            messages.success(request, _("You are not with it any more."))
        return redirect("portal_together")
    dates = list(event.occurrences.public().scheduled().upcoming(now).order_by("starts_at")[:NEXT_DATES])
    heads = heads_by_date([date.pk for date in dates])
    context = {
        "event": event,
        "text": event.text_for(),
        "rows": [(date, heads.get(date.pk)) for date in dates],
        "leaving": list(leaving),
        "here": "together",
    }
    return render(request, "events/partners/partner_event.html", context)
