"""Another municipality takes part: chosen, shown what that makes, and opened with a yes to it."""

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.requests import MemberRequest
from core.isolation import filled
from core.languages import language_choices
from home.forms import OpeningForm
from home.opening import open_and_invite

logger = structlog.get_logger(__name__)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_municipality(request: MemberRequest) -> HttpResponse:
    """For whoever runs the site. A yes is to what was shown: another choice is shown anew."""
    if not request.user.is_superuser:
        raise Http404
    form = OpeningForm(request.POST if request.method == "POST" else None)
    foreseen = None
    if request.method == "POST" and form.is_valid():
        place, email = form.cleaned_data["municipality"], form.cleaned_data["email"]
        if request.POST.get("yes") == f"{place.pk} {email}":
            open_and_invite(municipality=place, admin_email=email, by=request.user, now=timezone.now())
            logger.info("municipality_opened", municipality=place.pk, user=request.user.pk)
            text = _("%(place)s takes part now. An e-mail is on its way to %(email)s.")
            messages.success(request, filled(text, place=place.name, email=email))
            return redirect("portal_people", place.pk)
        foreseen = {
            "place": place,
            "email": email,
            "yes": f"{place.pk} {email}",
            "languages": [name for _code, name in language_choices()],
        }
    context = {"form": form, "foreseen": foreseen, "here": "opening"}
    return render(request, "home/open_municipality.html", context)
