"""An address without a language: a browser's mark for it is then one, whatever language its page is in."""

from django.urls import path

from events.door.views_here import here_answer

urlpatterns = [path("here/<uuid:date>/", here_answer, name="here_answer")]
