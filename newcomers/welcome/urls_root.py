"""Addresses without a language: what mail programs call by themselves."""

from django.urls import path

from newcomers.welcome.views import personal

urlpatterns = [
    path("welcome/<str:token>/stop/", personal.stop_by_mail_program, name="unsubscribe_one_click"),
]
