"""A newcomer host leaves, and a colleague takes over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.requests import MemberRequest
from core.isolation import filled
from organisations.people.confirming import Question
from organisations.people.forms import WelcomingTakerForm
from organisations.people.handing_over import (
    NobodyThere,
    hand_over_welcoming,
    possible_takers,
    what_is_handed_over,
)
from organisations.people.views.substitutes import GET_OR_POST, hosted_place


@login_required
@require_http_methods(GET_OR_POST)
def hand_over(request: MemberRequest, number: str) -> HttpResponse:
    """A host asks a colleague to take over, and is no host any longer."""
    place = hosted_place(request.user, number)
    takers = possible_takers(place, request.user)
    back = reverse("portal_substitutes", args=[number])
    if not takers:
        text = _("Nobody else works here yet. Ask an admin of the municipality to invite a colleague first.")
        messages.info(request, text)
        return redirect(back)
    form = WelcomingTakerForm(request.POST if request.method == "POST" else None, takers=takers)
    question = Question(
        title=_("Hand over, and leave as newcomer host?"),
        kicker=place.full_name,
        says=(
            _("A colleague welcomes newcomers from now on, and gets an e-mail that says so."),
            *what_is_handed_over(place, request.user),
            _("You no longer see the newcomers. Those who stand in for you no longer do, either."),
        ),
        button=_("Hand over"),
        back=back,
        form=form,
        here="welcome_settings",
        municipality=place,
    )
    if request.method != "POST" or not form.is_valid():
        return question.page(request)
    taker = form.cleaned_data["taker"]
    try:
        hand_over_welcoming(place=place, giver=request.user, taker=taker, now=timezone.now())
    except NobodyThere:
        messages.error(request, _("Somebody has left in the meantime. Look again, and choose once more."))
        return redirect("portal")
    messages.success(request, filled(_("%(name)s welcomes newcomers from now on."), name=taker))
    return redirect("portal")
