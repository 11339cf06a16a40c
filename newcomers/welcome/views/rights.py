"""What is held about a person, behind their own link: seen, corrected, downloaded (GDPR art. 15 to 20)."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.privacy import POSTAL, WELCOME
from core.versions import Reread
from newcomers.forms.asking import MyselfForm
from newcomers.models import Newcomer, PostalAddress
from newcomers.services import correct
from newcomers.welcome.links import PersonalLink
from newcomers.welcome.models import Delivery
from newcomers.welcome.views.personal import personal


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@transaction.atomic
def about_me(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """GET shows what is held, why, from where and until when, in a form; POST corrects it."""
    newcomer = link.newcomer
    if request.method == "POST":
        # Whoever of the host corrects it meanwhile waits.
        rows = Newcomer.objects.select_for_update(of=("self",)).select_related("municipality__county")
        newcomer = rows.get(pk=newcomer.pk)
    data = request.POST if request.method == "POST" else None
    form = MyselfForm(data, newcomer=newcomer, today=timezone.localdate())
    read = Reread(form)
    if request.method == "POST" and form.is_valid() and not read.is_stale:
        correct(newcomer=newcomer, person=form.person())
        messages.success(request, _("What you corrected is saved."))
        return redirect("about_me", link.token)
    context = {
        "newcomer": newcomer,
        "municipality": newcomer.municipality,
        "token": link.token,
        "form": form,
        "read": read,
        "is_new": "new" in request.GET,
        "why": WELCOME,
        "offers": newcomer.offers.all(),
        "deliveries": newcomer.deliveries.select_related("package").order_by("-pk"),
        "postal": _postal(newcomer),
    }
    status = 409 if read.is_stale else 400 if form.errors else 200
    return render(request, "welcome/about_me.html", context, status=status)


def _postal(newcomer: Newcomer) -> PostalAddress | None:
    return PostalAddress.objects.filter(newcomer=newcomer, expires_at__gt=timezone.now()).first()


@require_safe
@personal
def about_me_file(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """All of it in a form that a program reads (GDPR article 20)."""
    response = JsonResponse(
        everything_of(link.newcomer), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def everything_of(newcomer: Newcomer) -> dict[str, Any]:
    """What is held of `newcomer`, as plain values: moments in ISO 8601, UTC."""
    person = newcomer.person
    postal = _postal(newcomer)
    return {
        "municipality": newcomer.municipality.name,
        "purpose": {"why": str(WELCOME.title), "basis": str(WELCOME.basis)},
        "from": str(newcomer.get_source_display()),
        "since": newcomer.created_at.isoformat(),
        "deleted_after": newcomer.expires_at.isoformat(),
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
        "month_of_arrival": f"{person.arrived_month:%Y-%m}" if person.arrived_month else None,
        "interests": list(person.interests),
        "situations": list(person.situations),
        "children": {
            "0-5": person.children_0_5,
            "6-12": person.children_6_12,
            "13-17": person.youth_13_17,
        },
        "wants_to_hear_by": person.channel,
        "confirmed_at": _moment(newcomer.confirmed_at),
        "wants_no_more_since": _moment(newcomer.unsubscribed_at),
        "address_set_aside": {"why": newcomer.address_fault, "since": _moment(newcomer.address_fault_at)}
        if newcomer.address_fault
        else None,
        "postal_address": {
            "lines": postal.lines,
            "purpose": str(POSTAL.title),
            "deleted_after": postal.expires_at.isoformat(),
        }
        if postal
        else None,
        "offered": [{"what": note.offer, "day": note.on_day.isoformat()} for note in newcomer.offers.all()],
        "sent": [_sent(each) for each in newcomer.deliveries.select_related("package").order_by("pk")],
    }


def _sent(delivery: Delivery) -> dict[str, Any]:
    return {
        "package": delivery.package.name,
        "by": delivery.channel,
        "state": delivery.state,
        "at": _moment(delivery.sent_at),
    }


def _moment(value: Any) -> str | None:
    return value.isoformat() if value else None
