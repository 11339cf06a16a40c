"""Addresses without a language: a link in a text message has to be short."""

from django.urls import path

from events.confirming.views import answering

urlpatterns = [path("s/<str:token>/", answering.short_link, name="confirm_short")]
