"""What goes by itself, as the host sees it: due in the next days, held back, and who would like company."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.accounts.requests import MemberRequest
from core.clock import local_day
from newcomers.choices import Offer
from newcomers.welcome.choices import PackageKind
from newcomers.welcome.models import CompanyWish, PackageStep, WelcomePackage
from newcomers.welcome.steps import answers, coming, journeys
from organisations.models import Municipality
from organisations.roles import Capability


def _place(request: HttpRequest, kommunenummer: str) -> Municipality:
    scope = Municipality.objects.where_user_may(request.user, Capability.WELCOME)
    return get_object_or_404(scope.select_related("county"), pk=kommunenummer)


@login_required
@require_GET
def steps_of_place(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Of each package whether it goes by itself, and what is due in the next two weeks."""
    municipality = _place(request, kommunenummer)
    packages = list(
        WelcomePackage.objects.filter(municipality=municipality, kind=PackageKind.WELCOME).order_by("pk")
    )
    held = PackageStep.objects.filter(package__in=packages, hold__isnull=False)
    return render(
        request,
        "welcome/steps_of_place.html",
        {
            "municipality": municipality,
            "here": "packages",
            "packages": packages,
            "coming": coming.coming(packages, now=timezone.now()),
            "held": held.select_related("package__municipality", "hold__held_by").in_order(),
            "late": coming.passed_over_of(packages),
        },
    )


@login_required
@require_POST
def step_hold(request: MemberRequest, pk: int) -> HttpResponse:
    """Hold a step back, or let it go."""
    step = get_object_or_404(PackageStep.objects.sendable_by(request.user).select_related("package"), pk=pk)
    if "go" in request.POST:
        coming.let_go(step=step)
        messages.success(request, _("The step goes again from the next round on, within ten minutes."))
    else:
        coming.hold(step=step, user=request.user, now=timezone.now())
        messages.success(request, _("The step is held back. It goes to nobody until you let it go."))
    return redirect("welcome_steps", step.municipality_id)


@login_required
@require_POST
def package_by_itself(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether new people are sent the package by itself."""
    package = get_object_or_404(WelcomePackage.objects.sendable_by(request.user), pk=pk)
    on = "on" in request.POST
    journeys.set_by_itself(package=package, on=on, now=timezone.now())
    messages.success(
        request,
        _("Whoever is put on the list from now on is sent this package by itself.")
        if on
        else _("Nobody is sent this package any longer before you send it."),
    )
    return redirect("welcome_steps", package.municipality_id)


@login_required
@require_GET
def company_wishes(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Who would like a hand, who has waited longest first."""
    municipality, now = _place(request, kommunenummer), timezone.now()
    wishes = CompanyWish.objects.for_user(request.user).standing(now)
    wishes = wishes.filter(newcomer__municipality=municipality).select_related("newcomer")
    return render(
        request,
        "welcome/company_wishes.html",
        {
            "municipality": municipality,
            "here": "packages",
            "waiting": wishes.filter(settled_at=None),
            "done": wishes.exclude(settled_at=None),
            "offers": Offer.choices,
            "now": now,
        },
    )


@login_required
@require_POST
def company_done(request: MemberRequest, pk: int) -> HttpResponse:
    """What was done about it is noted, as a choice; or it came to nothing after all."""
    wishes = CompanyWish.objects.for_user(request.user).select_related("newcomer")
    wish, now = get_object_or_404(wishes, pk=pk), timezone.now()
    offer = request.POST.get("offer", "")
    if "again" in request.POST:
        answers.unsettle(wish=wish)
    elif offer in Offer.values:
        answers.settle(wish=wish, offer=offer, by=request.user, on_day=local_day(now), now=now)
        messages.success(request, _("It is noted, and stands with the person."))
    else:
        messages.error(request, _("Nothing is noted yet. Choose what you have done, and press again."))
    return redirect("company_wishes", wish.newcomer.municipality_id)
