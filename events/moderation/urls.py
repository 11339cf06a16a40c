"""The editors' pages in the portal."""

from django.urls import path

from events.moderation import views

urlpatterns = [
    path("portal/queue/", views.queue, name="portal_queue"),
    path("portal/queue/approve/", views.approve_several, name="portal_queue_approve"),
    path("portal/queue/mail/", views.queue_mail, name="portal_queue_mail"),
    path("portal/queue/<int:pk>/", views.item, name="portal_queue_item"),
    path("portal/log/", views.log, name="portal_log"),
]
