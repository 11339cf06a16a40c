"""One person's page: what is known, what was offered, where a booklet is posted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.accounts.requests import MemberRequest
from core.mail.typos import meant
from core.versions import Reread
from newcomers import services
from newcomers.forms.people import OfferForm, PostalForm
from newcomers.models import Newcomer, NoteOfOffer, PostalAddress
from newcomers.views.scope import newcomer_of


@login_required
@require_GET
def newcomer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """All that the host has of one person."""
    return _page(request, newcomer_of(request, pk), OfferForm(today=timezone.localdate()))


def _page(request: HttpRequest, newcomer: Newcomer, form: OfferForm) -> HttpResponse:
    context = {
        "newcomer": newcomer,
        "municipality": newcomer.municipality,
        "here": "newcomers",
        "form": form,
        "offers": newcomer.offers.select_related("made_by"),
        "deliveries": newcomer.deliveries.select_related("package").order_by("-pk"),
        "postal": PostalAddress.objects.filter(newcomer=newcomer, expires_at__gt=timezone.now()).first(),
        "probably": meant(newcomer.email) if newcomer.email else "",
    }
    return render(request, "newcomers/detail.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def newcomer_offer(request: MemberRequest, pk: int) -> HttpResponse:
    """Note what was offered. The same twice on a day is one note."""
    newcomer = newcomer_of(request, pk)
    form = OfferForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, newcomer, form)
    services.note_offer(newcomer=newcomer, by=request.user, **form.cleaned_data)
    messages.success(request, _("It is noted."))
    return redirect("newcomer_detail", newcomer.pk)


@login_required
@require_POST
def newcomer_offer_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a note that was a mistake."""
    people = Newcomer.objects.for_user(request.user)
    note = get_object_or_404(NoteOfOffer.objects.filter(newcomer__in=people), pk=pk)
    note.delete()
    messages.success(request, _("The note is taken away."), extra_tags="done")
    return redirect("newcomer_detail", note.newcomer_id)


@login_required
def newcomer_postal(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the booklet is posted to: written, changed, or taken away."""
    newcomer = newcomer_of(request, pk)
    now = timezone.now()
    address = PostalAddress.objects.filter(newcomer=newcomer, expires_at__gt=now).first()
    if request.method == "POST" and "remove" in request.POST:
        services.forget_postal_address(newcomer=newcomer)
        messages.success(request, _("The postal address is deleted."), extra_tags="done")
        return redirect("newcomer_detail", newcomer.pk)
    form = PostalForm(request.POST if request.method == "POST" else None, address=address)
    read = Reread(form)
    if request.method == "POST" and form.is_valid() and not read.is_stale:
        services.set_postal_address(newcomer=newcomer, now=now, **form.cleaned_data)
        messages.success(request, _("The postal address is saved."))
        return redirect("newcomer_detail", newcomer.pk)
    context = {"newcomer": newcomer, "municipality": newcomer.municipality, "here": "newcomers"}
    context |= {"form": form, "read": read, "address": address}
    status = 409 if read.is_stale else 400 if form.errors else 200
    return render(request, "newcomers/postal.html", context, status=status)


@login_required
@require_POST
def newcomer_trust(request: HttpRequest, pk: int) -> HttpResponse:
    """The address that was set aside is right after all."""
    newcomer = newcomer_of(request, pk)
    services.trust_address_again(newcomer=newcomer)
    messages.success(request, _("We use the address again."))
    return redirect("newcomer_detail", newcomer.pk)
