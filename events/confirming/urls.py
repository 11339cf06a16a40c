from django.urls import path

from events.confirming.views import answering

urlpatterns = [
    path("is-it-on/<str:token>/", answering.answer, name="confirm_question"),
    path("is-it-on/<str:token>/me/", answering.shown, name="confirm_shown"),
    path("is-it-on/<str:token>/off/", answering.off_the_list, name="confirm_off"),
    path("still-here/<str:token>/", answering.still_here, name="confirm_still_here"),
]
