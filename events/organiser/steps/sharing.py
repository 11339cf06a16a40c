"""An activity's words and choices are shared with others: of the municipality, or of the whole county."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.requests import MemberRequest
from core.forms import Form
from core.sending import once
from events.models import Event, SharedTemplate, givers
from events.organiser.steps.sources import facts_as_json
from organisations.models import Organisation

MUNICIPALITY, COUNTY = "municipality", "county"


class ReachForm(Form):
    """Who may begin from it."""

    reach = forms.ChoiceField(
        label=gettext_lazy("Who do you share it with?"),
        choices=[
            (MUNICIPALITY, gettext_lazy("Organisations in the municipality")),
            (COUNTY, gettext_lazy("Organisations in the whole county")),
        ],
        initial=MUNICIPALITY,
        widget=forms.RadioSelect,
    )


@transaction.atomic
def share(*, event: Event, reach: str, now: datetime) -> SharedTemplate:
    """Words and choices as they are now; shared once more, they take the place of the earlier ones."""
    text = event.source_text or event.text_for()
    assert text is not None, "asked for only where there are words"
    here = event.organisation.municipality
    # One at a time for an organisation: who comes second finds what the first one has made.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=event.organisation_id)
    rows = SharedTemplate.objects.filter(
        organisation=event.organisation, title=text.title, language=text.language
    )
    template = rows.order_by("pk").first() or SharedTemplate(
        organisation=event.organisation, title=text.title, language=text.language
    )
    template.description, template.category = text.description, event.category
    template.facts = facts_as_json(event)
    template.municipality = here if reach == MUNICIPALITY else None
    template.county = here.county if reach == COUNTY else None
    template.shared_at = now
    template.save()
    rows.exclude(pk=template.pk).delete()
    return template


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share_event(request: MemberRequest, pk: int) -> HttpResponse:
    """What others get is shown first: the words and the choices, and nothing else."""
    own = Event.objects.for_user(request.user).select_related("organisation__municipality__county")
    event = get_object_or_404(own, pk=pk)
    newest = event.get_latest_revision_as_object()
    text = newest.source_text or newest.text_for()
    if text is None or not newest.category:
        messages.info(request, _("Write a title, and say what kind it is. Then you can share it."))
        return redirect("portal_event", pk)
    form = ReachForm(request.POST or None)
    if form.is_valid():

        def make() -> str:
            share(event=newest, reach=form.cleaned_data["reach"], now=timezone.now())
            messages.success(request, _("Shared. Others can begin from your words and choices now."))
            return reverse("portal_shared")

        return redirect(once(request, make))
    context = {"event": event, "newest": newest, "text": text, "form": form}
    return render(request, "events/organiser/steps/share.html", context, status=400 if form.is_bound else 200)


@login_required
@require_safe
def shared(request: MemberRequest) -> HttpResponse:
    """What the user's organisations share, and what is shared in the places that they write for.

    A municipality's and a county's own are changed by their editors, who write new ones here too.
    """
    rows = SharedTemplate.objects.for_user(request.user).select_related(
        "organisation", "municipality", "county"
    )
    context = {
        "rows": list(rows[:200]),
        "writes": any(places.exists() for places in givers(request.user)),
        "has_activities": Organisation.objects.with_member(request.user).exists(),
    }
    return render(request, "events/organiser/steps/shared.html", context)


@login_required
@require_http_methods(["POST"])
def unshare(request: MemberRequest, pk: int) -> HttpResponse:
    """Activities that were begun from it stay as they are."""
    template = get_object_or_404(SharedTemplate.objects.for_user(request.user), pk=pk)
    template.delete()
    messages.success(request, _("It is no longer shared. What others have made of it is theirs."))
    return redirect("portal_shared")
