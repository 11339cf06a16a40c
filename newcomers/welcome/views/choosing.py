"""Before a sending: whom it is for, who gets it and who does not, a test to oneself, and the press."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.isolation import filled
from core.limits import count_staff_form
from core.models import User
from core.responses import problem
from core.sending import once
from newcomers.models import Newcomer, Selection
from newcomers.views.scope import welcoming_municipality
from newcomers.welcome import services, trial
from newcomers.welcome.choices import Channel
from newcomers.welcome.content.grid import unfinished
from newcomers.welcome.forms import MessageForm, NameForm, WhomForm
from newcomers.welcome.models import PackageStep
from newcomers.welcome.one_off import write_message
from newcomers.welcome.whom import GETS, LEFT_OUT, Plan, Whom, judged, of_verdict

PEOPLE_PER_PAGE = 50
# Ticked one by one: more than anybody ticks.
MOST_TICKED = 500


@dataclass
class Choice:
    """What one address of the page means: a step, whom it is for, and the form that says so."""

    step: PackageStep
    form: WhomForm
    whom: Whom
    # What of the address says whom it is for.
    query: str


def own_step(request: HttpRequest, pk: int) -> PackageStep:
    """A step that the user may send, drafts too; a 404 elsewhere."""
    steps = PackageStep.objects.sendable_by(request.user)
    return get_object_or_404(steps.select_related("package__municipality__county", "live_revision"), pk=pk)


def read_choice(request: HttpRequest, step: PackageStep) -> Choice:
    """Raises `Http404` for a person or a selection that is not this municipality's."""
    municipality = step.municipality
    form = WhomForm(request.GET, municipality=municipality)
    people = ticked(request, step)
    is_valid = form.is_valid()
    if request.GET.get("selection") and ("selection" in form.errors or "selection" not in form.fields):
        raise Http404
    whom = Whom(form.criteria(), people) if is_valid else Whom(people=people)
    named = [
        (name, value) for name in (*form.fields, "person") for value in request.GET.getlist(name) if value
    ]
    return Choice(step, form, whom, urlencode(named))


def ticked(request: HttpRequest, step: PackageStep) -> frozenset[int] | None:
    asked = request.GET.getlist("person")[:MOST_TICKED]
    if not asked:
        return None
    if not all(pk.isascii() and pk.isdecimal() and len(pk) < 19 for pk in asked):
        raise Http404
    people = frozenset(map(int, asked))
    if Newcomer.objects.filter(municipality=step.municipality_id, pk__in=people).count() != len(people):
        raise Http404
    return people


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_dry_run(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows who would get what and changes nothing; POST sends it to those of the address."""
    step = own_step(request, pk)
    choice = read_choice(request, step)
    now = timezone.now()
    try:
        if request.method == "POST":
            return _send(request, choice, now)
        plan = services.plan_campaign(step=step, to=choice.whom, now=now)
    except services.NothingPublished:
        return still_a_draft(request, step)
    return render(request, "welcome/dry_run.html", _shown(request, choice, plan, now))


def _send(request: HttpRequest, choice: Choice, now: datetime) -> HttpResponse:
    count_staff_form(request)
    user = cast(User, request.user)
    if not choice.form.is_valid():
        return redirect(_page(choice))
    try:
        campaign = services.start_campaign(
            step=choice.step, to=choice.whom, user=user, now=now, may_wait=True
        )
    except services.BeingStarted as being:
        campaign = being.campaign
    except services.NobodyLeft:
        messages.info(request, _("There is nobody left to send it to. Nothing was sent."))
        return redirect(_page(choice))
    return redirect("campaign_detail", campaign.pk)


def _page(choice: Choice) -> str:
    address = reverse("campaign_dry_run", args=[choice.step.pk])
    return f"{address}?{choice.query}" if choice.query else address


def _shown(request: HttpRequest, choice: Choice, plan: Plan, now: datetime) -> dict[str, object]:
    step = choice.step
    verdict = request.GET.get("show", GETS)
    if verdict not in (GETS, *LEFT_OUT):
        verdict = GETS
    return {
        "municipality": step.municipality,
        "here": "packages",
        "step": step,
        "plan": plan,
        "unfinished": unfinished(step, [language for language, _count in plan.by_language]),
        "form": choice.form,
        "choice": choice,
        "is_chosen": not choice.whom.criteria.is_everyone or choice.whom.people is not None,
        "can_be_saved": choice.whom.people is None and not choice.whom.criteria.is_everyone,
        "save_form": NameForm(),
        "verdict": verdict,
        "test_languages": plan.languages,
        **_people(request, choice, plan, verdict, now),
    }


def _people(
    request: HttpRequest, choice: Choice, plan: Plan, verdict: str, now: datetime
) -> dict[str, object]:
    """One page of those with one verdict, in the order in which they came on the list: keyset paging."""
    after = request.GET.get("after", "")
    people = of_verdict(judged(choice.step, choice.whom, now=now), verdict)
    if after.isascii() and after.isdecimal() and len(after) < 19:
        people = people.filter(pk__gt=after)
    rows = list(people[: PEOPLE_PER_PAGE + 1])
    more = len(rows) > PEOPLE_PER_PAGE
    rows = rows[:PEOPLE_PER_PAGE]
    for person in rows:
        person.given = plan.given(person.language)
        person.by_label = Channel(person.by).label
    here = _page(choice)
    joined = f"{here}{'&' if '?' in here else '?'}show={verdict}"
    return {
        "people": rows,
        "list_url": f"{here}{'&' if '?' in here else '?'}",
        "previous_url": joined if after else "",
        "next_url": f"{joined}&after={rows[-1].pk}" if more else "",
    }


def still_a_draft(request: HttpRequest, step: PackageStep) -> HttpResponse:
    return problem(
        request,
        status=409,
        title=_("This package is still a draft"),
        message=_(
            "Drafts are never sent, and what is not in use is not either. Publish it, and come back here."
        ),
        next_url=reverse("package_list", args=[step.municipality_id]),
        next_label=_("See the welcome packages"),
    )


@login_required
@require_POST
def selection_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep, under a name, whom the address means. Nobody's name is in it."""
    choice = read_choice(request, own_step(request, pk))
    count_staff_form(request)
    form = NameForm(request.POST)
    if not form.is_valid() or not choice.form.is_valid():
        messages.error(request, _("Give the selection a name. Nothing was saved."))
        return redirect(_page(choice))
    name = form.cleaned_data["name"]
    try:
        with transaction.atomic():
            Selection.objects.create(
                municipality=choice.step.municipality,
                name=name,
                stored=choice.whom.criteria.as_json(),
                created_at=timezone.now(),
            )
    except IntegrityError:
        messages.error(request, _("There is a selection of this name already. Nothing was saved."))
    else:
        messages.success(request, filled(_("The selection “%(name)s” is saved."), name=name))
    return redirect(_page(choice))


@login_required
@require_POST
def step_test(request: HttpRequest, pk: int) -> HttpResponse:
    """A test mail to whoever asks, in the language that they choose. Nobody's delivery."""
    step = own_step(request, pk)
    choice = read_choice(request, step)
    count_staff_form(request)
    user = cast(User, request.user)
    language = request.POST.get("language", step.package.language)
    if language not in step.package.all_languages:
        raise Http404
    try:
        trial.send_test(step=step, user=user, language=language, now=timezone.now())
    except services.NothingPublished:
        return still_a_draft(request, step)
    said = filled(_("A test is on its way to %(address)s. Nobody else gets it."), address=user.email)
    messages.success(request, said)
    return redirect(_page(choice))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def message_write(request: HttpRequest, kommunenummer: str) -> HttpResponse:
    """Write a message to some of the newcomers. It is sent from the page that follows, and not by this."""
    municipality = welcoming_municipality(request, kommunenummer)
    user = cast(User, request.user)
    form = MessageForm(request.POST if request.method == "POST" else None, initial={"signature": str(user)})
    if request.method == "POST" and form.is_valid():
        count_staff_form(request)

        def make() -> str:
            written_in = municipality.language
            step = write_message(
                municipality=municipality, user=user, language=written_in, **form.cleaned_data
            )
            return reverse("campaign_dry_run", args=[step.pk])

        leads_to = once(request, make)
        messages.success(request, _("The message is written. Nothing has been sent yet. Whom is it for?"))
        return redirect(leads_to)
    context = {"municipality": municipality, "here": "packages", "form": form}
    return render(request, "welcome/message.html", context, status=422 if form.is_bound else 200)
