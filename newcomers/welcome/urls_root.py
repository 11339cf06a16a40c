"""Addresses without a language: what mail programs call by themselves."""

from django.urls import path

from newcomers.welcome.views import personal, steps_of_person

urlpatterns = [
    # In a text message every sign counts.
    path("w/<str:token>/", steps_of_person.short_link, name="short_link"),
    path("welcome/<str:token>/stop/", personal.stop_by_mail_program, name="unsubscribe_one_click"),
]
