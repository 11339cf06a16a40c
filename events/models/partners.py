"""Who is asked to arrange an activity with its owner."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation


class CoOrganiserRequest(models.Model):
    """An organisation that is asked to arrange an activity with its owner. It is not shown before its yes."""

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="co_organiser_requests")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="co_organiser_requests"
    )
    asked_at = models.DateTimeField(_("asked at"))

    class Meta:
        verbose_name = _("request to arrange together")
        verbose_name_plural = _("requests to arrange together")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "organisation"], name="co_organiser_request_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.event}"
