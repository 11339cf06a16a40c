"""What stands beside a sign-up: in the portal, on a date's page, and behind a volunteer's link."""

from django.urls import path

from events.besides.views import portal, public

urlpatterns = [
    path("portal/events/<int:pk>/beside/", portal.asked, name="portal_beside"),
    path("portal/events/<int:pk>/beside/question/", portal.new_question, name="portal_own_question_new"),
    path("portal/own-questions/<int:pk>/remove/", portal.remove, name="portal_own_question_remove"),
    path("portal/events/<int:pk>/greeters/<int:person>/", portal.greeter, name="portal_greeter_answer"),
    path("portal/dates/<uuid:date>/goes/", portal.goes, name="portal_goes"),
    path("meet/<str:token>/", public.greeter, name="greeter"),
    path("<slug:municipality>/events/<uuid:date>/meet/", public.meet_me, name="meet_me"),
]
