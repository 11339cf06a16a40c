"""The municipality's packages, and each step as the people who get it see it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.responses import problem
from newcomers.welcome.content import starting
from newcomers.welcome.content.grid import grids
from newcomers.welcome.content.languages import around, package_languages
from newcomers.welcome.content.rendering import main_language, render_body
from newcomers.welcome.content.resolving import resolve
from newcomers.welcome.content.working import drafted, published
from newcomers.welcome.models import PackageStep, WelcomePackage
from newcomers.welcome.next_events import next_events
from newcomers.welcome.views.seeing import language_for, person_of
from organisations.models import Municipality
from organisations.roles import Capability

EDIT = "wagtailsnippets_welcome_packagestep:edit"


def may_send(request: HttpRequest, municipality_id: str) -> bool:
    return (
        Municipality.objects.where_user_may(request.user, Capability.WELCOME)
        .filter(pk=municipality_id)
        .exists()
    )


def own_municipality(request: HttpRequest, kommunenummer: str) -> Municipality:
    """Where the user writes packages; a 404 elsewhere."""
    scope = Municipality.objects.where_user_may(request.user, Capability.WRITE_PACKAGES)
    return get_object_or_404(scope.select_related("county"), pk=kommunenummer)


@login_required
@require_GET
def package_list(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Each package with its steps and languages."""
    municipality = own_municipality(request, kommunenummer)
    packages = WelcomePackage.objects.filter(municipality=municipality).order_by("pk")
    return render(
        request,
        "welcome/package_list.html",
        {
            "municipality": municipality,
            "here": "packages",
            "grids": grids(packages),
            "may_send": may_send(request, municipality.pk),
            "edit": EDIT,
            "explainers": starting.EXPLAINERS,
        },
    )


@login_required
@require_GET
def step_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The step as a reader of `?language=`, or `?person=`, sees it: each text in their language, or what they
    get instead."""
    steps = PackageStep.objects.for_user(request.user)
    steps = steps.select_related("package__municipality__county", "live_revision", "latest_revision")
    step = get_object_or_404(steps, pk=pk)
    person = person_of(request, step)
    wanted = language_for(request, step, person)
    if wanted not in package_languages():
        return unknown_language(request, step)
    now = timezone.now()
    is_draft = not step.live
    content = resolve(step, drafted(step) if is_draft else published(step), wanted, now=now)
    interests = person.interests if person else ()
    events = next_events(
        municipality=step.municipality, language=around(wanted), now=now, interests=interests
    )
    return render(
        request,
        "welcome/preview.html",
        {
            "municipality": step.municipality,
            "here": "packages",
            "step": step,
            "languages": step.package.all_languages,
            "wanted": wanted,
            "person": person,
            "content": content,
            "main_language": main_language(content),
            "is_draft": is_draft,
            "may_send": step.is_sendable and may_send(request, step.municipality_id),
            "package_html": render_body(content, events),
            "edit_url": reverse(EDIT, args=[step.pk]),
        },
    )


def unknown_language(request: HttpRequest, step: PackageStep) -> HttpResponse:
    return problem(
        request,
        status=404,
        title=_("We do not have this language"),
        message=_("Choose one of the languages that are listed above the package."),
        next_url=reverse("step_preview", args=[step.pk]),
        next_label=_("See the package"),
    )
