"""Events in Wagtail's admin: editors see, correct and approve those of their own municipality."""

from typing import cast

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.workflow import BaseWorkflowFormView
from wagtail.models import TaskState
from wagtail.snippets.views.snippets import (
    CollectWorkflowActionDataView,
    EditView,
    UnpublishView,
    WorkflowActionView,
)

from core.formats import day_and_time, day_with_beginning
from core.isolation import filled
from core.responses import problem
from events.choices import Category, TextState
from events.models import Event, EventQuerySet, EventText
from events.moderation.status import state_of
from events.publishing import settle_words, take_down_event
from organisations.models import Municipality, Venue
from organisations.roles import Capability
from organisations.tenancy.forms import OwnChoicesForm
from organisations.tenancy.viewsets import ScopedIndexView, ScopedViewSet


def moderated_municipalities(request: HttpRequest) -> models.QuerySet:
    return Municipality.objects.where_user_may(request.user, Capability.MODERATE).by_name()


class EventFilterSet(WagtailFilterSet):
    waiting = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=[("yes", _("Waiting for approval"))],
        empty_label=_("All"),
        method="filter_waiting",
    )
    municipality = django_filters.ModelChoiceFilter(
        label=_("Municipality"), queryset=moderated_municipalities
    )
    category = django_filters.ChoiceFilter(label=_("Category"), choices=Category.choices)

    class Meta:
        model = Event
        fields = ["waiting", "municipality", "category", "live"]

    def filter_waiting(self, queryset: EventQuerySet, name: str, value: str) -> EventQuerySet:
        return queryset.waiting() if value else queryset


class EventIndexView(ScopedIndexView):
    @property
    def columns(self) -> list:
        """The title is no field of the event: Wagtail would head its column with the attribute's name."""
        columns = super().columns
        columns[0].label = _("Title")
        return columns

    def search_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        """By the words of a title in any language, or the organisation's name; each event once."""
        if not self.search_query:
            return queryset
        titles = EventText.objects.filter(event=OuterRef("pk"), title__icontains=self.search_query)
        self.is_searching = True
        return queryset.filter(Exists(titles) | Q(organisation__name__icontains=self.search_query))


class EventAdminForm(OwnChoicesForm):
    """An editor's corrections. The words follow the same rules as in the portal."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Moving it to another municipality would take it out of this one's hands.
        self.fields["venue"].queryset = Venue.objects.filter(
            municipality=self.instance.municipality_id
        ).by_name()

    def is_valid(self) -> bool:
        valid = super().is_valid()
        removed = self.formsets["texts"].deleted_forms if valid else []
        if any(form.instance.state == TextState.SOURCE for form in removed):
            self.add_error(None, gettext("The organiser's own text cannot be removed. Correct it instead."))
            return False
        return valid

    def save(self, commit: bool = True) -> Event:
        words = {"title", "description"}
        typed = {form.instance.pk for form in self.formsets["texts"].forms if words & set(form.changed_data)}
        event = super().save(commit=False)
        rewritten = [text for text in event.texts.all() if text.pk is None or text.pk in typed]
        settle_words(event=event, rewritten=rewritten)
        if commit:
            event.save()
            self._save_m2m()
        return event


def belongs_to(task_state: TaskState, event: Event) -> bool:
    """Wagtail takes the event and the task from the address and does not ask whether they belong together."""
    workflow = task_state.workflow_state
    same_kind = workflow.base_content_type_id == ContentType.objects.get_for_model(Event).pk
    return same_kind and workflow.object_id == str(event.pk)


def lock_event(event: Event) -> None:
    """One decision at a time: whoever comes second waits here, and then sees what the first one decided."""
    Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


def last_decision(event: Event) -> TaskState | None:
    states = TaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(Event),
        workflow_state__object_id=str(event.pk),
        finished_at__isnull=False,
    )
    return states.select_related("finished_by").order_by("-finished_at", "-pk").first()


def describe_decision(event: Event, decision: TaskState | None) -> str:
    """What became of the task that an editor wants to act on, and when."""
    if decision is None or decision.finished_at is None:
        return gettext("This activity does not wait for approval. Nothing was changed.")
    values = {
        "title": event.title,
        "who": str(decision.finished_by or gettext("somebody")),
        "when": day_and_time(decision.finished_at),
    }
    if decision.status == TaskState.STATUS_APPROVED:
        return filled(
            gettext("“%(title)s” was approved already by %(who)s, %(when)s. You do not have to do anything."),
            **values,
        )
    if decision.status == TaskState.STATUS_REJECTED:
        return filled(
            gettext("%(who)s has asked for changes to “%(title)s” already, %(when)s. Nothing was changed."),
            **values,
        )
    return filled(
        gettext("“%(title)s” has been changed since you opened it, %(when)s. Look at it again first."),
        **values,
    )


def already_decided(request: HttpRequest, event: Event, decision: TaskState | None) -> HttpResponse:
    """409 for the second of two tabs or two editors: who decided, and the way to the event."""
    return problem(
        request,
        status=409,
        title=gettext("This is decided already"),
        message=describe_decision(event, decision),
        next_url=reverse("wagtailsnippets_events_event:edit", args=[event.pk]),
        next_label=gettext("Open the activity"),
    )


class OwnTaskMixin(BaseWorkflowFormView):
    """The task must be the event's own, and still be open."""

    def get_task_state(self) -> TaskState:
        task_state = super().get_task_state()
        if not belongs_to(task_state, self.object):
            raise Http404
        return task_state

    def is_open(self) -> bool:
        return self.task_state.status == TaskState.STATUS_IN_PROGRESS

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.is_open():
            return self.too_late()
        return super().dispatch(request, *args, **kwargs)

    def too_late(self) -> HttpResponse:
        if self.request.headers.get("x-requested-with") != "XMLHttpRequest":
            return already_decided(self.request, self.object, self.task_state)
        # Wagtail's dialogue only follows an answer of this form.
        messages.error(self.request, describe_decision(self.object, self.task_state))
        return self.render_modal_json(self.request, {"step": "success", "redirect": self.redirect_url})


class ApprovalView(OwnTaskMixin, WorkflowActionView):
    """Approve or ask for changes, from the dashboard."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        lock_event(self.object)
        self.task_state = self.get_task_state()
        if not self.is_open():
            return self.too_late()
        return super().post(request, *args, **kwargs)


class ApprovalDialogueView(OwnTaskMixin, CollectWorkflowActionDataView):
    """The dialogue of the edit page, in which a comment is written."""


class EventEditView(EditView):
    """Wagtail's edit page. Deciding what is decided already gets an answer; Wagtail would just save."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        lock_event(self.object)
        # Wagtail looked at the task before the lock; somebody may have decided while this request waited.
        self.__dict__.pop("current_workflow_task", None)
        self.__dict__.pop("workflow_state", None)
        if "action-workflow-action" in request.POST and not self.workflow_action_is_valid():
            decision = last_decision(self.object)
            if not self.get_form().has_changed():
                return already_decided(request, self.object, decision)
            messages.warning(request, describe_decision(self.object, decision))
        self.action = self.get_action(request)
        return super().post(request, *args, **kwargs)


class EventTakeDownView(UnpublishView):
    """Wagtail's page that asks; what happens then is ours."""

    def unpublish(self) -> HttpResponse | None:
        answer = self.run_hook("before_unpublish", self.request, self.object)
        if answer is None:
            take_down_event(event=self.object, user=self.request.user)
            answer = self.run_hook("after_unpublish", self.request, self.object)
        return answer


class StateColumn(Column):
    def get_value(self, instance: Event) -> object:
        return state_of(instance).label


class NextDateColumn(Column):
    def get_value(self, instance: Event) -> str:
        if instance.next_date is None:
            return "–"
        return day_with_beginning(instance.next_date, instance.next_date_ends)


def panels(heading: object, *names: str) -> MultiFieldPanel:
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=heading)


class EventViewSet(ScopedViewSet):
    model = Event
    icon = "calendar-alt"
    menu_label = _("Activities")
    menu_order = 200
    add_to_admin_menu = True
    index_view_class = EventIndexView
    edit_view_class = EventEditView
    unpublish_view_class = EventTakeDownView
    workflow_action_view_class = ApprovalView
    collect_workflow_action_data_view_class = ApprovalDialogueView
    filterset_class = EventFilterSet
    search_fields = ["organisation__name"]
    ordering = ["-updated_at", "-pk"]
    list_per_page = 50
    list_display = [
        "title",
        "organisation",
        "municipality",
        StateColumn("state", label=_("State")),
        NextDateColumn("next_date", label=_("Next date")),
    ]
    inspect_view_fields = [
        "organisation",
        "municipality",
        "venue",
        "online_url",
        "category",
        "audience",
        "level",
        "admission",
        "capacity",
        "price_nok",
        "food",
        "created_at",
        "updated_at",
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(template="events/admin_dates.html", heading=_("Dates")),
            InlinePanel(
                "texts",
                heading=_("Texts"),
                label=_("Text"),
                min_num=1,
                panels=[
                    FieldPanel("language"),
                    FieldPanel("title"),
                    FieldPanel("description"),
                    FieldPanel("state", read_only=True),
                ],
            ),
            FieldPanel("picture"),
            MultiFieldPanel(
                [
                    FieldPanel("organisation", read_only=True),
                    FieldPanel("municipality", read_only=True),
                    FieldPanel("venue"),
                    FieldPanel("online_url"),
                ],
                heading=_("Who and where"),
            ),
            panels(
                _("What it is, and who it is for"),
                "category",
                "audience",
                "level",
                "age_from",
                "women_only",
                "open_to_all",
            ),
            panels(_("How to come"), "admission", "capacity", "price_nok", "price_support"),
            panels(
                _("What is offered"),
                "food",
                "children_welcome",
                "childcare",
                "equipment_to_borrow",
                "transport_offered",
            ),
            panels(_("The hike"), "grade", "distance_km", "ascent_m"),
        ],
        base_form_class=EventAdminForm,
    )

    def get_queryset(self, request: HttpRequest) -> EventQuerySet:
        events = cast(EventQuerySet, super().get_queryset(request))
        return (
            events.with_moderation()
            .with_next_date(timezone.now())
            .select_related("organisation", "municipality")
            .prefetch_related("texts")
        )
