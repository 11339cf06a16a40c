"""The editors' pages: what waits, what is new in it, the decision, and who did what when."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts.requests import MemberRequest
from core.clock import local_day, midnight
from core.isolation import filled
from core.paging import page_of
from core.responses import problem
from events.choices import State
from events.dates.sentence import sentence_of
from events.facts import facts_of
from events.models import WAITED_LONG, Event, EventText, LogEntry, QueueMail, Report
from events.moderation import services
from events.moderation.differences import base_of, changes_of_dates, differences, in_words, names_in
from events.moderation.exceptions import TooLate
from events.moderation.forms import DecisionForm, LogFilter, QueueMailForm
from events.moderation.history import entry_of, history
from events.moderation.reporting import see_to
from events.moderation.status import state_of
from events.moderation.trust import is_offered_trust, trust
from events.moderation.who import acting_as, municipalities_of
from events.moderation.whole import NotWholeError
from organisations.models import Municipality
from organisations.roles import Capability

PAGE_SIZE = 25
LOG_SIZE = 50
MOST_DATES = 10
MOST_REPORTS = 20
# Of one press: more than a page holds is somebody who tries something.
MOST_AT_ONCE = 50


def only_for_those_who_decide(request: HttpRequest) -> None:
    if not municipalities_of(request.user).exists():
        raise Http404


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first."""
    only_for_those_who_decide(request)
    now = timezone.now()
    waiting = (
        Event.objects.waiting()
        .decided_by(request.user, now=now)
        .select_related("organisation", "municipality", "latest_revision")
        .defer("latest_revision__content")
        .prefetch_related("texts")
        .order_by("waiting_since", "pk")
    )
    page = page_of(waiting, request.GET.get("page"), size=PAGE_SIZE)
    rows = [
        {
            "event": event,
            "title": event.latest_revision.object_str if event.latest_revision else event.title,
            "is_late": event.waiting_since is not None and event.waiting_since < now - WAITED_LONG,
        }
        for event in page
    ]
    several = Municipality.objects.where_user_may(request.user, Capability.MODERATE)[:2]
    chosen = QueueMail.objects.filter(user=request.user.pk).first()
    context = {
        "page": page,
        "rows": rows,
        "has_several_places": len(several) != 1,
        "is_editor": bool(several),
        "reports": Report.objects.open(now)
        .moderated_by(request.user)
        .select_related("event__organisation")
        .prefetch_related("event__texts")[:MOST_REPORTS],
        "mail_form": QueueMailForm(initial={"how": chosen.how if chosen else QueueMail.How.AT_ONCE}),
    }
    return render(request, "events/moderation/queue.html", context)


@login_required
@require_POST
def approve_several(request: MemberRequest) -> HttpResponse:
    """Approve the versions that were chosen in the list. What somebody else has decided is named."""
    only_for_those_who_decide(request)
    now, done, late = timezone.now(), 0, []
    for chosen in request.POST.getlist("chosen")[:MOST_AT_ONCE]:
        number, _colon, version = chosen.partition(":")
        if not (number.isdecimal() and version.isdecimal() and len(number) < 19 and len(version) < 19):
            continue
        own = Event.objects.decided_by(request.user, now=now).select_related("organisation")
        event = own.filter(pk=int(number)).first()
        if event is None:
            continue
        role = acting_as(request.user, event, now=now)
        try:
            services.approve(event=event, user=request.user, seen=int(version), acting_as=role, now=now)
        except TooLate as too_late:
            late.append(too_late.words)
        else:
            done += 1
    if done:
        text = ngettext("%(number)d activity is approved.", "%(number)d activities are approved.", done)
        messages.success(request, filled(text, number=done))
    elif not late:
        messages.warning(request, _("Choose at least one activity."))
    for words in late:
        messages.warning(request, words)
    return redirect("portal_queue")


@login_required
@require_POST
def queue_mail(request: MemberRequest) -> HttpResponse:
    """How this user wants to hear of what waits."""
    only_for_those_who_decide(request)
    form = QueueMailForm(request.POST)
    if form.is_valid():
        QueueMail.objects.update_or_create(user=request.user, defaults=form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect("portal_queue")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: MemberRequest, pk: int) -> HttpResponse:
    """One activity: what is new, and the decision."""
    now = timezone.now()
    own = Event.objects.decided_by(request.user, now=now)
    event = get_object_or_404(own.select_related("organisation__municipality", "municipality"), pk=pk)
    role = acting_as(request.user, event, now=now)
    action = request.POST.get("do", "") if request.method == "POST" else ""
    may_take_down = role == LogEntry.ActingAs.EDITOR
    form = DecisionForm(request.POST if action else None, needs_words=action in ("send_back", "take_down"))
    if action and form.is_valid():
        try:
            return _decide(request, event, action, form.cleaned_data["why"], role)
        except TooLate as too_late:
            return too_late_page(request, too_late)
    status = 400 if form.errors else 200
    context = _shown(event) | {
        "form": form,
        "role": role,
        "may_take_down": may_take_down,
        # What an organisation has taken down itself is its own to show.
        "may_bring_back": may_take_down and services.is_taken_down_by_staff(event),
    }
    return render(request, "events/moderation/item.html", context, status=status)


def _decide(request: MemberRequest, event: Event, action: str, why: str, role: str) -> HttpResponse:
    now, user = timezone.now(), request.user
    is_editor = role == LogEntry.ActingAs.EDITOR
    if action in ("approve", "send_back"):
        seen = request.POST.get("version", "")
        version = int(seen) if seen.isdecimal() and len(seen) < 19 else 0
        if action == "approve":
            services.approve(event=event, user=user, why=why, seen=version, acting_as=role, now=now)
            messages.success(request, _("Approved. Everybody can find it now."))
        else:
            services.ask_for_changes(event=event, user=user, why=why, seen=version, acting_as=role, now=now)
            messages.success(request, _("Sent back. The organisation gets an e-mail."))
        return redirect("portal_queue")
    if action == "take_down" and is_editor:
        services.take_down(event=event, user=user, why=why, acting_as=role, now=now)
        messages.success(request, _("Taken down. The organisation gets an e-mail with your words."))
    elif action == "bring_back" and is_editor and services.is_taken_down_by_staff(event):
        _bring_back(request, event, why, role)
    elif action == "seen_to" and is_editor:
        see_to(event=event, now=now)
        messages.success(request, _("The reports are put away."))
    elif action == "trust" and is_editor and is_offered_trust(event):
        trust(organisation=event.organisation, user=user, now=now)
        text = _("From now on, what %(organisation)s publishes is shown at once.")
        messages.success(request, filled(text, organisation=event.organisation.name))
    else:
        raise Http404
    return redirect("portal_queue_item", event.pk)


def _bring_back(request: MemberRequest, event: Event, why: str, role: str) -> None:
    try:
        services.bring_back(event=event, user=request.user, why=why, acting_as=role, now=timezone.now())
    except NotWholeError:
        messages.warning(request, _("Something is missing in it. Change it, and publish it again."))
        return
    shown = _("It is shown again, as it was.")
    waits = _("It is handed in. The municipality looks at it before it is shown again.")
    messages.success(request, shown if event.live else waits)


def _shown(event: Event) -> dict[str, object]:
    newest = event.get_latest_revision_as_object()
    base = base_of(event)
    dates = list(event.occurrences.select_related("series").order_by("starts_at")[:MOST_DATES])
    shown = base is not None and event.state in (State.WAITING, State.CHANGES, State.DRAFT)
    return {
        "event": event,
        "newest": newest,
        "text": newest.source_text or newest.text_for(),
        "facts": facts_of(newest),
        "state": state_of(event),
        "is_new": base is None,
        "differences": differences(base, newest) if shown and base is not None else [],
        "date_changes": changes_of_dates(event, since=event.last_published_at) if event.live else [],
        "dates": dates,
        "repeated": sentence_of(dates[0].series) if dates else "",
        "history": history(event),
        "offers_trust": is_offered_trust(event),
        "reports": Report.objects.open(timezone.now()).filter(event=event)[:MOST_REPORTS],
        "can_decide": event.state == State.WAITING,
        "can_take_down": event.live or event.state in (State.WAITING, State.CHANGES),
    }


def too_late_page(request: HttpRequest, too_late: TooLate) -> HttpResponse:
    """409 for the second of two tabs or two editors: who decided, and the way to the activity."""
    return problem(
        request,
        status=409,
        title=_("This is decided already"),
        message=too_late.words,
        next_url=reverse("portal_queue_item", args=[too_late.event.pk]),
        next_label=_("Open the activity"),
    )


@login_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who did what when with the activities of the editor's municipalities."""
    # By their numbers: the database knows how much happens in each, and where to begin to read.
    may = Municipality.objects.where_user_may(request.user, Capability.MODERATE)
    places = list(may.order_by().values_list("pk", flat=True))
    if not places:
        raise Http404
    now = timezone.now()
    own = Event.objects.handed_in().filter(municipality__in=places)
    entries = LogEntry.objects.filter(event__in=own).exclude(what=LogEntry.What.OTHER)
    form = LogFilter(request.GET or None)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        if chosen["what"]:
            entries = entries.filter(what=chosen["what"])
        if chosen["who"]:
            entries = entries.filter(user__name__icontains=chosen["who"])
        if chosen["about"]:
            titles = EventText.objects.filter(event=OuterRef("event"), title__icontains=chosen["about"])
            named = Q(event__organisation__name__icontains=chosen["about"])
            entries = entries.filter(Exists(titles) | named)
        if day := form.since_day(local_day(now)):
            entries = entries.filter(at__gte=midnight(day))
    entries = entries.select_related("user", "event__organisation").prefetch_related("event__texts")
    page = page_of(entries.order_by("-at", "-pk"), request.GET.get("page"), size=LOG_SIZE)
    changes = [entry for entry in page if entry.what == LogEntry.What.CHANGED]
    names = names_in(said for entry in changes for said in (entry.before, entry.after))
    rows = [
        {
            "entry": entry,
            "said": entry_of(entry),
            "differences": list(in_words(entry.before, entry.after, names))
            if entry.what == LogEntry.What.CHANGED
            else [],
        }
        for entry in page
    ]
    query = request.GET.copy()
    query.pop("page", None)
    context = {"page": page, "rows": rows, "form": form, "query": query.urlencode()}
    return render(request, "events/moderation/log.html", context)
