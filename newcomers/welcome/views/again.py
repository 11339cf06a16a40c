"""Trying a delivery again, or all of a campaign that could not be sent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.isolation import filled
from core.limits import count_staff_form
from newcomers.welcome.again import Again, send_once_more, send_perhaps_again, try_again
from newcomers.welcome.models import Campaign, Delivery


@login_required
@require_POST
def campaign_again(request: HttpRequest, pk: int) -> HttpResponse:
    """What of the campaign could not be sent: for the ticked reasons, or all of it where none is ticked."""
    campaign = get_object_or_404(Campaign.objects.for_user(request.user), pk=pk)
    count_staff_form(request)
    reasons = request.POST.getlist("reason")
    deliveries = campaign.deliveries.filter(reason__in=reasons) if reasons else campaign.deliveries.all()
    tell(request, try_again(deliveries=deliveries, now=timezone.now()))
    return redirect("campaign_detail", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delivery_again(request: HttpRequest, pk: int) -> HttpResponse:
    """One that could not be sent, at once; one that was sent, perhaps, when the question is answered."""
    deliveries = Delivery.objects.for_user(request.user).select_related(
        "campaign__municipality__county", "newcomer", "package"
    )
    delivery = get_object_or_404(deliveries, pk=pk)
    must_be_sure = delivery.state in (Delivery.State.UNCONFIRMED, Delivery.State.SENT)
    if request.method != "POST" or (must_be_sure and "sure" not in request.POST):
        return ask(request, delivery)
    count_staff_form(request)
    now = timezone.now()
    if delivery.state == Delivery.State.SENT and delivery.newcomer_id:
        tell(request, send_once_more(delivery=delivery, now=now))
        return redirect("newcomer_detail", delivery.newcomer_id)
    if delivery.state == Delivery.State.UNCONFIRMED:
        tell(request, send_perhaps_again(delivery=delivery, now=now))
    else:
        tell(request, try_again(deliveries=Delivery.objects.filter(pk=pk), now=now))
    return redirect("campaign_detail", delivery.campaign_id)


def ask(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    if not delivery.can_go_again:
        tell(request, Again(queued=0, left_out=0))
        return redirect("campaign_detail", delivery.campaign_id)
    return render(
        request,
        "welcome/again.html",
        {
            "delivery": delivery,
            "perhaps": delivery.state == Delivery.State.UNCONFIRMED,
            "municipality": delivery.campaign.municipality,
            "here": "packages",
        },
    )


def tell(request: HttpRequest, again: Again) -> None:
    """How many are on their way again, and how many are not and why."""
    if again.queued:
        messages.success(
            request,
            filled(
                ngettext(
                    "%(count)s e-mail is on its way again.",
                    "%(count)s e-mails are on their way again.",
                    again.queued,
                ),
                count=again.queued,
            ),
            extra_tags="done",
        )
    if again.left_out:
        messages.info(
            request,
            filled(
                ngettext(
                    "%(count)s is left out: they are deleted, want no more e-mails or have had it since.",
                    "%(count)s are left out: they are deleted, want no more e-mails or have had it since.",
                    again.left_out,
                ),
                count=again.left_out,
            ),
        )
    if not (again.queued or again.left_out):
        messages.info(request, _("There is nothing to send again here."))
