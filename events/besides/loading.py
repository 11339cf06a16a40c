"""What stands beside the sign-up of a date is loaded with the date itself: its page asks nothing more."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery, Sum
from django.db.models.functions import JSONObject

from events.besides.models import Arranges, Going, Greeter, OwnQuestion
from events.discovery.addresses import loaded_with_dates
from events.signups.models import SIZE, Signup


def load_with_dates() -> None:
    """Called while the app gets ready."""
    event, here = OuterRef("event"), OuterRef("pk")
    question = JSONObject(**{name: name for name in OwnQuestion.COLUMNS})
    questions = OwnQuestion.objects.filter(event=event).order_by("pk").values(row=question)
    firm = Signup.objects.firm().filter(occurrence=here).order_by().values("occurrence")
    loaded_with_dates(
        questions_asked=ArraySubquery(questions),
        help_arranged=Subquery(Arranges.objects.filter(event=event).values("needs")[:1]),
        greeter_name=Subquery(Greeter.objects.willing().filter(responsible__event=event).values("name")[:1]),
        goes_for_certain=Exists(Going.objects.certain().filter(occurrence=here)),
        firm_places=Subquery(firm.annotate(places=Sum(SIZE)).values("places")),
    )
