"""What most people publish: a kind, the words that such an activity begins with, and how it mostly is.

The words are in the organiser's language, and theirs to change: nothing here is shown to anybody before that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.choices import Admission, Audience, Category, Food, Grade, Level
from events.dates.plan import Repeats


@dataclass(frozen=True)
class Kind:
    """`starts` and `ends` are times as one types them. `facts` are values of `Event`'s fields."""

    key: str
    category: Category
    title: Promise
    description: Promise
    repeats: Repeats = Repeats.WEEKLY
    starts: str = "18:00"
    ends: str = "20:00"
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def all_facts(self) -> dict[str, object]:
        return {"category": self.category.value, "spoken_languages": ["no"], **self.facts}


KINDS = (
    Kind(
        "language-cafe",
        Category.LANGUAGE_CAFE,
        _("Language café"),
        _(
            "We drink coffee and talk Norwegian together, about everyday things. You do not have to know "
            "much Norwegian: we help each other. Come when you can, and go when you must."
        ),
        facts={"food": Food.COFFEE.value},
    ),
    Kind(
        "hike",
        Category.OUTDOORS,
        _("Walk together"),
        _(
            "We walk together and talk on the way. We wait for each other, and nobody is left behind. "
            "Wear shoes that you walk well in, and bring something to drink."
        ),
        ends="20:00",
        facts={"grade": Grade.EASY.value, "level": Level.NONE.value},
    ),
    Kind(
        "new-in-norway",
        Category.NEW_IN_NORWAY,
        _("New in Norway"),
        _(
            "Are you new here? You hear how things are done in the municipality: school, doctor, work and "
            "leisure. There is time to ask about everything, and you meet others who are new."
        ),
        repeats=Repeats.ONCE,
        starts="17:00",
        ends="19:00",
        facts={"food": Food.COFFEE.value, "level": Level.NONE.value, "children_welcome": True},
    ),
    Kind(
        "norwegian-course",
        Category.NORWEGIAN_COURSE,
        _("Norwegian for beginners"),
        _(
            "We learn Norwegian from the beginning, in a small group: to say who you are, to shop, to talk "
            "with the doctor and the school. You get paper and pen here."
        ),
        starts="17:00",
        ends="19:00",
        facts={"admission": Admission.SIGN_UP.value, "capacity": 12, "audience": Audience.ADULTS.value},
    ),
    Kind(
        "open-house",
        Category.MEETING_PLACE,
        _("Drop-in"),
        _(
            "The door is open, and there is coffee on the table. Sit down with the others, read the paper "
            "or play a game. You can come alone: somebody always says hello."
        ),
        starts="11:00",
        ends="14:00",
        facts={"food": Food.COFFEE.value, "children_welcome": True},
    ),
    Kind(
        "concert",
        Category.CULTURE,
        _("Concert"),
        _(
            "An evening with music. You do not need to know the songs or the language. Come as you are, "
            "alone or together with others."
        ),
        repeats=Repeats.ONCE,
        starts="19:00",
        ends="21:00",
        facts={"level": Level.NONE.value},
    ),
    Kind(
        "crafts",
        Category.CRAFTS,
        _("Craft evening"),
        _(
            "We knit, sew and mend together, each with our own. Those who know it help those who are new. "
            "We have yarn, needles and a sewing machine that you can use."
        ),
        facts={"food": Food.COFFEE.value, "equipment_to_borrow": True},
    ),
    Kind(
        "meal",
        Category.FOOD,
        _("Dinner together"),
        _(
            "We cook and eat together. The whole family can come. Say when you sign up if there is "
            "something that you do not eat."
        ),
        repeats=Repeats.MONTHLY,
        starts="17:00",
        ends="19:00",
        facts={
            "food": Food.MEAL.value,
            "children_welcome": True,
            "admission": Admission.SIGN_UP.value,
            "capacity": 30,
        },
    ),
    Kind(
        "family",
        Category.FAMILY,
        _("Play and sing"),
        _(
            "For small children and those who come with them. We sing, play and eat fruit together. "
            "You meet other parents, and the children meet each other."
        ),
        starts="10:00",
        ends="12:00",
        facts={
            "food": Food.SNACK.value,
            "audience": Audience.FAMILIES.value,
            "children_welcome": True,
            "level": Level.NONE.value,
        },
    ),
    Kind(
        "homework",
        Category.HOMEWORK,
        _("Homework help"),
        _(
            "Volunteers help you with your homework, in all subjects. Bring your books. There is something "
            "to eat, and it is quiet enough to read."
        ),
        starts="15:00",
        ends="17:00",
        facts={"food": Food.SNACK.value, "audience": Audience.YOUTH.value},
    ),
    Kind(
        "training",
        Category.SPORT,
        _("Training for everyone"),
        _(
            "We move together, each as much as we manage. You do not have to be fit, and not to be good at "
            "it. Wear clothes that you can move in."
        ),
        ends="19:00",
        facts={"level": Level.NONE.value, "audience": Audience.ADULTS.value},
    ),
    Kind(
        "course",
        Category.COURSE,
        _("Course"),
        _("Here you learn something new together with others. You do not have to know anything beforehand."),
        repeats=Repeats.ONCE,
        facts={"admission": Admission.SIGN_UP.value, "capacity": 15, "audience": Audience.ADULTS.value},
    ),
)


def kind_with(key: str) -> Kind | None:
    return next((kind for kind in KINDS if kind.key == key), None)
