"""The portal's pages of what organisations arrange together."""

from django.urls import path

from events.partners import views

urlpatterns = [
    path("portal/events/<int:pk>/together/", views.partners, name="portal_event_partners"),
    path("portal/together/", views.together, name="portal_together"),
    path("portal/together/<int:pk>/answer/", views.answer, name="portal_together_answer"),
    path("portal/together/events/<int:pk>/", views.partner_event, name="portal_together_event"),
]
