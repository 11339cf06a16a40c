"""The organisers' portal."""

from django.urls import path

from events.organiser.date_actions import ACTIONS
from events.organiser.steps import ending, sharing, templates
from events.organiser.steps import views as steps
from events.organiser.views import activities, answers, dates, from_here, picture, undoing

urlpatterns = [
    path("portal/events/", activities.events, name="portal_events"),
    path("portal/events/new/<int:organisation>/", activities.new, name="portal_event_new"),
    path("portal/events/start/<int:organisation>/", steps.start, name="portal_event_start"),
    path("portal/events/shared/", sharing.shared, name="portal_shared"),
    path("portal/events/shared/new/", templates.new_template, name="portal_shared_new"),
    path("portal/events/shared/<int:pk>/", templates.change_template, name="portal_shared_change"),
    path("portal/events/shared/<int:pk>/stop/", sharing.unshare, name="portal_unshare"),
    path("portal/events/<int:pk>/steps/<slug:key>/", steps.step, name="portal_event_step"),
    path("portal/events/<int:pk>/preview/", ending.preview, name="portal_event_preview"),
    path("portal/events/<int:pk>/share/", sharing.share_event, name="portal_event_share"),
    path("portal/events/<int:pk>/delete/", ending.delete, name="portal_event_delete"),
    path("portal/events/<int:pk>/take-down/", ending.take_down, name="portal_event_take_down"),
    path("portal/events/<int:pk>/bring-back/", ending.bring_back, name="portal_event_bring_back"),
    path("portal/events/<int:pk>/", activities.detail, name="portal_event"),
    path("portal/events/<int:pk>/edit/", activities.edit, name="portal_event_edit"),
    path("portal/events/<int:pk>/picture/", picture.picture, name="portal_event_picture"),
    path("portal/events/<int:pk>/undo/", undoing.undo_last, name="portal_event_undo"),
    path("portal/events/<int:pk>/answers/", answers.answers, name="portal_answers"),
    path("portal/events/<int:pk>/answers/add/", answers.add, name="portal_answers_add"),
    path("portal/events/<int:pk>/answers/copy/", answers.copy, name="portal_answers_copy"),
    path("portal/events/<int:pk>/answers/<int:person>/", answers.change, name="portal_answers_change"),
    path("portal/events/<int:pk>/answers/<int:person>/move/", answers.move, name="portal_answers_move"),
    path("portal/events/<int:pk>/answers/<int:person>/remove/", answers.remove, name="portal_answers_remove"),
    path("portal/dates/<uuid:date>/", dates.detail, name="portal_date"),
    *(
        path(
            f"portal/dates/<uuid:date>/{action.key}/",
            dates.act,
            {"key": action.key},
            name=f"portal_date_{action.key}",
        )
        for action in ACTIONS
    ),
    path("portal/dates/<uuid:date>/from-here/", from_here.from_here, name="portal_date_from_here"),
    path("portal/dates/<int:pk>/cancel/", dates.old_cancel, name="portal_date_cancel_by_number"),
]
