"""What stands beside the sign-up of a date is loaded with the date itself: its page asks nothing more."""

from django.db.models import Exists, OuterRef, Subquery

from events.besides.models import Arranges, Greeter, OwnQuestion
from events.discovery.addresses import loaded_with_dates


def load_with_dates() -> None:
    """Called while the app gets ready."""
    event = OuterRef("event")
    loaded_with_dates(
        has_questions=Exists(OwnQuestion.objects.filter(event=event)),
        help_arranged=Subquery(Arranges.objects.filter(event=event).values("needs")[:1]),
        greeter_name=Subquery(Greeter.objects.willing().filter(responsible__event=event).values("name")[:1]),
    )
