"""The organisers' portal."""

from django.urls import path

from events.organiser.date_actions import ACTIONS
from events.organiser.views import activities, answers, dates, from_here, undoing

urlpatterns = [
    path("portal/events/", activities.events, name="portal_events"),
    path("portal/events/new/<int:organisation>/", activities.new, name="portal_event_new"),
    path("portal/events/<int:pk>/", activities.detail, name="portal_event"),
    path("portal/events/<int:pk>/edit/", activities.edit, name="portal_event_edit"),
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
