"""The pages of publishing step by step: what to begin from, a page for each step, and the last look."""

from datetime import datetime
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.accounts.requests import MemberRequest
from core.clock import local_day
from core.isolation import filled
from core.languages import language_choices
from core.sending import FIELD, once
from events.dates.plan import Repeats
from events.dates.recording import lock_event
from events.models import Draft, Event, SharedTemplate
from events.organiser.answer_forms import AnsweringForm
from events.organiser.answering import add_publisher
from events.organiser.forms import only_plan
from events.organiser.steps import drafting, sources
from events.organiser.steps.forms import (
    LOOK,
    STEPS,
    WHAT,
    WHEN,
    Step,
    StepForm,
    missing_steps,
    next_after,
    step_with,
    typed_in,
)
from events.organiser.steps.kinds import KINDS, kind_with
from events.organiser.steps.seen import as_seen, second_language
from events.organiser.views.activities import say_what_happened, school_holidays, writing_language
from events.publishing import NotWholeError
from events.venues.use import others_there
from organisations.models import Organisation

# What was done last is what is done again; the rest is behind a fold.
MOST_COPIES = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: MemberRequest, organisation: int) -> HttpResponse:
    """What is it? One tap makes the draft, with all that the choice knows."""
    owner = get_object_or_404(
        Organisation.objects.for_user(request.user).select_related("municipality"), pk=organisation
    )
    now = timezone.now()
    if request.method == "POST":
        beginning = _chosen(request, owner, now=now)
        if beginning:
            return redirect(once(request, partial(_begin, request, owner, beginning, now=now)))
        messages.warning(request, _("This is not there any longer. Choose something else to begin from."))
        return redirect("portal_event_start", owner.pk)
    copies = sources.earlier(owner).prefetch_related("texts")[:MOST_COPIES]
    shared = SharedTemplate.objects.for_organisation(owner).select_related(
        "organisation", "municipality", "county"
    )
    context = {
        "organisation": owner,
        "kinds": KINDS,
        "copies": list(copies),
        "shared": list(shared),
        "drafts": drafting.drafts_of(Event.objects.for_user(request.user).filter(organisation=owner)),
    }
    return render(request, "events/organiser/steps/start.html", context)


def _chosen(request: MemberRequest, owner: Organisation, *, now: datetime) -> sources.Beginning | None:
    """What the pressed button is about: "kind:hike", "copy:12", "shared:3" or "nothing"."""
    sort, _colon, key = request.POST.get("begin", "").partition(":")
    today, language = local_day(now), writing_language(request, owner)
    if sort == "nothing":
        return sources.from_nothing(owner)
    if sort == "kind" and (kind := kind_with(key)):
        return sources.from_kind(kind, owner, language=language, today=today)
    number = int(key) if key.isdecimal() and len(key) < 10 else 0
    if sort == "copy" and (event := owner.events.filter(pk=number).first()):
        return sources.from_event(event, today=today)
    shared = SharedTemplate.objects.for_organisation(owner).filter(pk=number).first()
    return sources.from_shared(shared, owner, language=language) if sort == "shared" and shared else None


def _begin(
    request: MemberRequest, owner: Organisation, beginning: sources.Beginning, *, now: datetime
) -> str:
    event = drafting.start_draft(organisation=owner, user=request.user, beginning=beginning, now=now)
    return reverse("portal_event_step", args=[event.pk, WHAT.key])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def step(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """One step of a draft. ?keep remembers what is typed; everything that leads away does too."""
    if request.method == "POST":
        get_object_or_404(Event.objects.for_user(request.user), pk=pk)
        lock_event(pk)
    event = get_object_or_404(_own(request), pk=pk)
    asked = step_with(key)
    if asked is None or not drafting.is_draft(event):
        return _elsewhere(request, event, asked)
    draft, now = drafting.draft_of(event, reads=request.method != "POST"), timezone.now()
    draft.event = event
    if asked is LOOK:
        return _look(request, draft, now=now)
    sent = request.POST if request.method == "POST" else None
    form = _form(request, draft, asked, now=now)
    if form.is_stale and "keep" in request.POST:
        # Nothing is saved by itself over a colleague's words: the next button shows both.
        return HttpResponse(status=409)
    if sent and not form.is_stale and (leads_to := _only_kept(request, draft, asked, now=now)):
        return leads_to
    status = 409 if form.is_stale else 200
    looks_first = False
    if sent and "preview" not in sent and not form.is_stale:
        if form.is_valid() and not form.needs_a_look:
            following = next_after(asked)
            drafting.put_step(
                draft=draft,
                step=asked.key,
                next_step=following.key,
                user=request.user,
                now=now,
                **form.answers,
            )
            _sign(request, draft, asked, now=now)
            return redirect("portal_event_step", event.pk, following.key)
        drafting.keep(draft=draft, step=asked.key, typed=typed_in(sent))
        _sign(request, draft, asked, now=now)
        looks_first = not form.errors
        status = 400 if form.errors else 200
    context = _frame(draft, asked) | {"form": form, "looks_first": looks_first}
    return render(request, "events/organiser/steps/step.html", context, status=status)


def _own(request: HttpRequest):
    own = Event.objects.for_user(request.user)
    return own.select_related("organisation__municipality", "municipality", "venue").prefetch_related("texts")


def _elsewhere(request: MemberRequest, event: Event, asked: Step | None) -> HttpResponse:
    """Handed in meanwhile, perhaps in another tab: it is changed on its own page from now on."""
    if asked is None:
        return redirect("portal_event", event.pk)
    if "keep" in request.POST:
        return HttpResponse(status=204)
    if request.method == "POST" and asked is not LOOK:
        text = _("This is handed in already, so nothing was saved here. You can change it on this page.")
        messages.warning(request, text)
    return redirect("portal_event", event.pk)


def _only_kept(request: MemberRequest, draft: Draft, asked: Step, *, now: datetime) -> HttpResponse | None:
    """The answer to what only remembers; None for what goes on to the next step, or looks at the dates."""
    typed, leads_to = typed_in(request.POST), step_with(request.POST.get("to", ""))
    if not (leads_to or {"keep", "later"} & set(request.POST)):
        return None
    form, next_step = _form(request, draft, asked, now=now, may_wait=True), (leads_to or asked).key
    # By itself only the first title is put in its place, for the lists: the log is not for each field.
    puts_it = "keep" not in request.POST or (asked is WHAT and not draft.event.texts.all())
    if puts_it and asked is not WHEN and form.is_valid():
        drafting.put_step(
            draft=draft, step=asked.key, next_step=next_step, user=request.user, now=now, **form.answers
        )
    else:
        drafting.keep(draft=draft, step=asked.key, typed=typed, next_step=next_step)
    _sign(request, draft, asked, now=now)
    if leads_to:
        return redirect("portal_event_step", draft.event_id, leads_to.key)
    if "later" in request.POST:
        messages.success(request, _("Saved as a draft. Nobody else sees it yet."))
        return redirect("portal_events")
    return HttpResponse(status=204)


def _sign(request: MemberRequest, draft: Draft, asked: Step, *, now: datetime) -> None:
    """This page has saved the step: how it stands now is its own doing."""
    if page := request.POST.get(FIELD):
        draft.event = _own(request).get(pk=draft.event_id)
        language = writing_language(request, draft.event.organisation)
        stands = StepForm(asked, None, draft=draft, now=now, language=language)
        drafting.sign(draft=draft, step=asked.key, page=page[:64], version=stands.version)


def _form(
    request: MemberRequest, draft: Draft, asked: Step, *, now: datetime, may_wait: bool = False
) -> StepForm:
    event = draft.event
    return StepForm(
        asked,
        request.POST if request.method == "POST" else None,
        draft=draft,
        now=now,
        language=writing_language(request, event.organisation),
        school=school_holidays(event.municipality, now=now) if asked is WHEN else (),
        may_wait=may_wait,
    )


def _frame(draft: Draft, asked: Step) -> dict[str, object]:
    number = STEPS.index(asked)
    return {
        "event": draft.event,
        "organisation": draft.event.organisation,
        "step": asked,
        "steps": STEPS,
        "number": number + 1,
        "before": STEPS[number - 1] if number else None,
        "following": next_after(asked),
    }


def _look(request: MemberRequest, draft: Draft, *, now: datetime) -> HttpResponse:
    """What a newcomer will read, and the button."""
    event = draft.event
    answering = AnsweringForm(request.POST or None)
    # What is published is what was looked at. A page without the number is none of ours.
    is_stale = request.POST.get("seen", "") not in ("", str(event.latest_revision_id))
    if is_stale:
        messages.warning(request, _("Something has changed since you looked. This is what would happen now."))
    elif request.method == "POST":
        draft.step = LOOK.key
        draft.save(update_fields=["step"])
        try:
            with transaction.atomic():
                if missing := missing_steps(draft):
                    raise NotWholeError([each.key for each in missing])
                handed_in = drafting.hand_in_draft(event=event, user=request.user, now=now)
        except NotWholeError:
            messages.warning(request, _("Something is missing yet. It stands below, and leads to its place."))
        else:
            say_what_happened(request, handed_in)
            _ask_publisher(request, handed_in, answering, now=now)
            return redirect("portal_event", event.pk)
    own = event.source_text.language if event.source_text else writing_language(request, event.organisation)
    second = second_language(request.GET.get("in", ""), own=own)
    plan = only_plan(event)
    context = _frame(draft, LOOK) | {
        "missing": missing_steps(draft),
        "asks_with_signup": event.takes_signups,
        "others": others_there(event, now=now),
        "seen": [as_seen(event, language, now=now) for language in dict.fromkeys([own, second])],
        "second": second,
        "languages": [(code, name) for code, name in language_choices() if code != own],
        "answering": answering if plan and plan.repeats != Repeats.ONCE else None,
    }
    status = 409 if is_stale else 400 if request.method == "POST" else 200
    return render(request, "events/organiser/steps/look.html", context, status=status)


def _ask_publisher(request: MemberRequest, event: Event, answering: AnsweringForm, *, now: datetime) -> None:
    plan = only_plan(event)
    if not (answering.is_valid() and answering.cleaned_data["asks_me"] and plan):
        return
    if plan.repeats == Repeats.ONCE:
        return
    language = request.user.language or (event.source_text.language if event.source_text else "nb")
    person = add_publisher(event=event, user=request.user, language=language, now=now)
    text = _("We ask %(name)s whether it is on. You can change who answers below.")
    messages.info(request, filled(text, name=person.first_name))
