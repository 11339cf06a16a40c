from django.urls import path

from events.exchange import views

urlpatterns = [
    path("<slug:municipality>/events/<int:pk>/calendar.ics", views.occurrence_ics, name="occurrence_ics"),
]
