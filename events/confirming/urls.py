"""The addresses of a volunteer's answer, of a door that was closed, and of staff who look after both."""

from django.urls import path

from events.confirming.views import answering, closed, editor, portal

urlpatterns = [
    path("is-it-on/<str:token>/", answering.answer, name="confirm_question"),
    path("is-it-on/<str:token>/me/", answering.shown, name="confirm_shown"),
    path("is-it-on/<str:token>/off/", answering.off_the_list, name="confirm_off"),
    path("still-here/<str:token>/", answering.still_here, name="confirm_still_here"),
    path("<slug:municipality>/events/<uuid:date>/closed/", closed.found_closed, name="found_closed"),
    path("portal/dates/<uuid:date>/confirm/", portal.confirm, name="portal_date_confirm"),
    path("portal/is-it-on/<str:kommunenummer>/", editor.is_it_on, name="portal_is_it_on"),
    path("portal/is-it-on/<str:kommunenummer>/<int:series>/", editor.act, name="portal_is_it_on_act"),
]
