"""An event's structured facts as whole, plain sentences in the reader's language.

Choices translate themselves: a newcomer reads all of this in their language even when the organiser's own
words are only in Norwegian. Each fact is one whole sentence, because sentences put together from parts cannot
be translated. Everything here is in the active language; strings are plain text, not HTML.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.formats import in_words, languages_in_words, number
from core.isolation import filled
from core.sorting import alphabetical_key
from events.choices import Audience, Category, Grade, Level, SignupFor
from events.choices_in_words import (
    AUDIENCE_SENTENCES,
    CATEGORY_SENTENCES,
    FOOD_SENTENCES,
    GRADE_SENTENCES,
    LEVEL_SENTENCES,
    PACE_SENTENCES,
    SAID_BY_CATEGORY,
)
from events.models import Event
from organisations.models import Venue


@dataclass(frozen=True)
class Fact:
    """One fact. `sentence` stands alone, `label` says it in a few words, `icon` is a name in icons.svg."""

    kind: str
    icon: str
    label: str
    sentence: str


def facts_of(event: Event) -> list[Fact]:
    """Every fact of `event` that a reader should know, in the order in which they are read."""
    return [
        *_what_and_for_whom(event),
        *_price(event),
        *_how_to_come(event),
        *_languages(event),
        *_offers(event),
        *_partners(event),
        *_access(event),
        *_hike(event),
    ]


def paragraph(facts: Iterable[Fact]) -> str:
    """`facts` as one paragraph of whole sentences."""
    return " ".join(fact.sentence for fact in facts)


# Whom it is not for is known first, whatever it is.
RESTRICTIONS = ("open", "women", "age")
# What one asks about before one goes, by kind of activity; then what one asks about anything.
ASKED_ABOUT: dict[str, tuple[str, ...]] = {
    Category.OUTDOORS: ("grade", "pace", "distance", "ascent", "equipment", "transport", "children"),
    Category.NEW_IN_NORWAY: ("interpreter", "languages", "price", "childcare", "children", "step_free"),
    Category.LANGUAGE_CAFE: ("level", "languages", "price", "children", "childcare", "food"),
    Category.NORWEGIAN_COURSE: ("level", "price", "childcare", "languages"),
    Category.FAMILY: ("audience", "price", "food", "languages", "step_free"),
    Category.FOOD: ("food", "price", "languages", "children"),
}
ASKED_ABOUT_ANYTHING = (
    "price",
    "price_support",
    "languages",
    "interpreter",
    "level",
    "children",
    "childcare",
    "food",
    "equipment",
    "transport",
    "step_free",
    "online",
    "hearing_loop",
    "audience",
    "goes_from",
    "capacity",
    "partners",
)
SHOWN_FIRST = 5


def five_facts(facts: Iterable[Fact], *, category: str) -> list[Fact]:
    """The five that matter most for whether one goes to an activity of this kind.

    How one comes is left out: the button says it, and the heading says what it is.
    """
    order = [*RESTRICTIONS, *ASKED_ABOUT.get(category, ()), *ASKED_ABOUT_ANYTHING]
    known = [fact for fact in facts if fact.kind in order]
    return sorted(known, key=lambda fact: order.index(fact.kind))[:SHOWN_FIRST]


def card_facts(event: Event) -> list[Fact]:
    """What is particular about `event`, what could keep somebody away first: for a card of a list.

    What is so of most activities is not among it: that they are free, that one just comes, that Norwegian is
    spoken and a little of it enough. Asks the database nothing.
    """
    facts = [
        *_what_and_for_whom(event),
        *_languages(event),
        *_how_to_come(event),
        *_price(event),
        *_offers(event),
        *_hike(event),
    ]
    shown = {fact.kind: fact for fact in facts if fact.kind in PARTICULAR}
    ordinary = {
        "audience": event.audience in (Audience.EVERYONE, Audience.ADULTS),
        "level": event.level == Level.BEGINNER,
        "admission": not event.takes_signups,
        "price": not event.price_nok,
        "grade": event.grade == Grade.EASY,
        # Whom it is for has said it.
        "children": event.childcare or event.audience in (Audience.FAMILIES, Audience.CHILDREN),
    }
    for kind in (kind for kind, is_ordinary in ordinary.items() if is_ordinary):
        shown.pop(kind, None)
    shown.pop("languages", None)
    if others := _besides_norwegian(event.spoken_languages):
        label = capitalised(languages_in_words(others))
        shown["languages"] = Fact("languages", "talk", label, label)
    return [shown[kind] for kind in PARTICULAR if kind in shown]


# What a card may say, what decides first in front.
PARTICULAR = (
    "open",
    "women",
    "audience",
    "age",
    "level",
    "grade",
    "admission",
    "goes_from",
    "price",
    "price_support",
    "languages",
    "childcare",
    "children",
)


def _besides_norwegian(spoken: Iterable[str]) -> list[str]:
    """The reader's own language first."""
    others = [code for code in spoken if code != "no"]
    return sorted(others, key=lambda code: code != get_language())


def category_icon(category: str) -> str:
    """The name in icons.svg."""
    return f"cat-{category}"


def _what_and_for_whom(event: Event) -> Iterator[Fact]:
    if event.category:
        yield Fact(
            "category",
            category_icon(event.category),
            event.get_category_display(),
            str(CATEGORY_SENTENCES[event.category]),
        )
    narrowed = event.women_only or event.age_from or event.age_to is not None or not event.open_to_all
    # "For everyone. For women only." would contradict itself.
    is_said = (event.category, event.audience) in SAID_BY_CATEGORY
    if not is_said and (event.audience != Audience.EVERYONE or not narrowed):
        label = event.get_audience_display()
        yield Fact("audience", "people", label, str(AUDIENCE_SENTENCES[event.audience]))
    if event.age_from or event.age_to is not None:
        yield _age(event)
    elif event.audience == Audience.YOUTH:
        # Whom the word means differs from language to language; the years do not.
        sentence = gettext("It is for those who are 13 to 17 years old.")
        yield Fact("age", "user", gettext("13–17 years"), sentence)
    if event.women_only:
        yield Fact("women", "women", gettext("Women only"), gettext("It is for women only."))
    if not event.open_to_all:
        sentence = gettext("It is not open to everyone. Ask the organiser whether you can come.")
        yield Fact("open", "info", gettext("Ask before you come"), sentence)


def _age(event: Event) -> Fact:
    youngest, oldest = number(event.age_from or 0), number(event.age_to or 0)
    if event.age_from and event.age_to is not None:
        ages = {"youngest": youngest, "oldest": oldest}
        label = filled(gettext("%(youngest)s–%(oldest)s years"), **ages)
        sentence = gettext("It is for those who are %(youngest)s to %(oldest)s years old.")
        return Fact("age", "user", label, filled(sentence, **ages))
    if event.age_from:
        label = filled(gettext("From %(age)s years"), age=youngest)
        sentence = ngettext(
            "You must be at least %(age)s year old.",
            "You must be at least %(age)s years old.",
            event.age_from,
        )
        return Fact("age", "user", label, filled(sentence, age=youngest))
    label = filled(gettext("Up to %(age)s years"), age=oldest)
    return Fact("age", "user", label, filled(gettext("It is for those up to %(age)s years."), age=oldest))


def price_in_words(kroner: int) -> str:
    """ "50 kr", or that it is free."""
    if not kroner:
        return gettext("Free")
    return str(filled(ngettext("%(price)s kr", "%(price)s kr", kroner), price=number(kroner)))


def _price(event: Event) -> Iterator[Fact]:
    if not event.price_nok:
        yield Fact("price", "price", price_in_words(event.price_nok), gettext("It is free."))
        return
    price = {"price": number(event.price_nok)}
    sentence: str = filled(
        ngettext("It costs %(price)s krone.", "It costs %(price)s kroner.", event.price_nok), **price
    )
    yield Fact("price", "price", price_in_words(event.price_nok), sentence)
    if event.price_support:
        sentence = gettext("You can get help to pay. Ask the organiser.")
        yield Fact("price_support", "help", gettext("Help to pay"), sentence)


def _how_to_come(event: Event) -> Iterator[Fact]:
    if not event.takes_signups:
        sentence = gettext("You do not have to sign up. Just come.")
        yield Fact("admission", "door", event.get_admission_display(), sentence)
    else:
        yield Fact(
            "admission",
            "clipboard",
            event.get_admission_display(),
            gettext("You have to sign up before you come."),
        )
    if event.takes_signups and event.signup_for == SignupFor.COURSE:
        label, sentence = gettext("A course"), gettext("One sign-up is for all dates.")
        yield Fact("signup_for", "calendar", label, sentence)
    elif event.takes_signups and event.signup_for == SignupFor.SEVERAL:
        label, sentence = gettext("Several dates"), gettext("You can sign up for several dates at once.")
        yield Fact("signup_for", "calendar", label, sentence)
    if event.capacity:
        places = {"places": number(event.capacity)}
        label = filled(ngettext("%(places)s place", "%(places)s places", event.capacity), **places)
        sentence = ngettext(
            "There is room for %(places)s person.", "There is room for %(places)s people.", event.capacity
        )
        yield Fact("capacity", "people", label, filled(sentence, **places))
    if event.goes_from and event.takes_signups:
        wanted = {"number": number(event.goes_from)}
        label = filled(
            ngettext("From %(number)s person", "From %(number)s people", event.goes_from), **wanted
        )
        sentence = ngettext(
            "We go when %(number)s person has signed up.",
            "We go when %(number)s people have signed up.",
            event.goes_from,
        )
        yield Fact("goes_from", "people", label, filled(sentence, **wanted))
    if event.online_url and event.venue_id:
        yield Fact("online", "video", gettext("Also online"), gettext("You can also take part online."))
    elif event.online_url:
        yield Fact("online", "video", gettext("Online"), gettext("It takes place online."))


def _languages(event: Event) -> Iterator[Fact]:
    if event.spoken_languages:
        languages = languages_in_words(event.spoken_languages)
        sentence = ngettext(
            "The language spoken is %(languages)s.",
            "The languages spoken are %(languages)s.",
            len(event.spoken_languages),
        )
        yield Fact("languages", "talk", capitalised(languages), filled(sentence, languages=languages))
    yield Fact("level", "level", event.get_level_display(), str(LEVEL_SENTENCES[event.level]))
    if event.interpreter_languages:
        interpreted = {"languages": languages_in_words(event.interpreter_languages)}
        label = filled(gettext("Interpreter: %(languages)s"), **interpreted)
        sentence = filled(gettext("There is an interpreter for %(languages)s."), **interpreted)
        yield Fact("interpreter", "interpreter", label, sentence)


def _offers(event: Event) -> Iterator[Fact]:
    if event.children_welcome:
        yield Fact("children", "child", gettext("Children are welcome"), gettext("Children are welcome."))
    if event.childcare:
        sentence = gettext("Somebody looks after the children while you take part.")
        yield Fact("childcare", "child", gettext("Childcare"), sentence)
    if event.food in FOOD_SENTENCES:
        yield Fact("food", "food", event.get_food_display(), str(FOOD_SENTENCES[event.food]))
    if event.equipment_to_borrow:
        yield Fact("equipment", "bag", gettext("Equipment to borrow"), gettext("You can borrow equipment."))
    if event.transport_offered:
        sentence = gettext("Somebody can drive you. Ask the organiser.")
        yield Fact("transport", "car", gettext("Somebody can drive you"), sentence)


def _partners(event: Event) -> Iterator[Fact]:
    partners = sorted((partner.name for partner in event.partners), key=alphabetical_key)
    if partners:
        names = in_words(partners)
        label = filled(gettext("With %(organisations)s"), organisations=names)
        sentence = filled(
            gettext("The organiser does this together with %(organisations)s."), organisations=names
        )
        yield Fact("partners", "people", label, sentence)


def _access(event: Event) -> Iterator[Fact]:
    for fact in access_facts(event.venue) if event.venue else []:
        # Of a hike the grade says it: a car park without steps is no promise about the path.
        if fact.kind != "step_free" or not event.grade:
            yield fact


def access_facts(venue: Venue) -> list[Fact]:
    """How one gets into `venue`, as far as somebody has said it."""
    facts: list[Fact] = []
    step_free: dict[str, tuple[Promise, Promise]] = {
        venue.Access.YES: (_("Step-free"), _("There is step-free access to the place.")),
        venue.Access.PARTLY: (_("Partly step-free"), _("Parts of the place have step-free access.")),
        venue.Access.NO: (_("Steps"), _("There are steps, and no way round them.")),
    }
    if venue.step_free in step_free:
        label, sentence = step_free[venue.step_free]
        facts.append(Fact("step_free", "step-free", str(label), str(sentence)))
    if venue.hearing_loop == venue.Access.YES:
        facts.append(
            Fact("hearing_loop", "hearing", gettext("Hearing loop"), gettext("There is a hearing loop."))
        )
    return facts


def _hike(event: Event) -> Iterator[Fact]:
    if event.grade:
        yield Fact("grade", "hike", event.get_grade_display(), str(GRADE_SENTENCES[event.grade]))
    if event.pace:
        yield Fact("pace", "hike", event.get_pace_display(), str(PACE_SENTENCES[event.pace]))
    if event.distance_km:
        distance = {"distance": number(event.distance_km)}
        sentence = filled(gettext("You walk %(distance)s kilometres."), **distance)
        yield Fact("distance", "hike", filled(gettext("%(distance)s km"), **distance), sentence)
    if event.ascent_m:
        ascent = {"ascent": number(event.ascent_m)}
        sentence = filled(gettext("You climb %(ascent)s metres in all."), **ascent)
        yield Fact("ascent", "hike", filled(gettext("%(ascent)s m up"), **ascent), sentence)


def capitalised(text: str) -> str:
    """With a capital first letter, as a label that stands alone; the rest stays."""
    return text[:1].upper() + text[1:]
