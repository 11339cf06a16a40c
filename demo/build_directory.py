"""What the directory shows: what organisations work with, what happens when one comes, who keeps a place."""

from datetime import datetime

from django.db.models import Count

from events.models import CoOrganiserRequest, Event
from organisations.models import Municipality, Organisation, OrganisationText, Venue

HEROY = "1818"
# By a word of the name, else by the kind.
BY_WORD = {
    "idrett": ["1200"],
    "fotball": ["1200"],
    "turlag": ["1300", "5100"],
    "Røde Kors": ["4200", "4100"],
    "sanitet": ["4100", "3400"],
    "kor": ["1100"],
    "husflid": ["1100", "1300"],
    "spill": ["1300"],
    "ungdom": ["13100"],
    "barn": ["13100"],
    "mangfold": ["14100"],
    "menighet": ["10100"],
    "kirke": ["10100"],
}
BY_KIND = {"volunteer_centre": ["8200"], "library": ["1100", "2300"], "municipal": ["4100"]}
FIRST_VISIT = {
    "nb": "Bare kom inn. Vi sier hei ved døra og viser deg rundt. Du trenger ikke å ha med noe.",
    "nn": "Berre kom inn. Vi seier hei ved døra og viser deg rundt. Du treng ikkje ha med noko.",
    "en": "Just come in. We say hello at the door and show you around. You do not have to bring anything.",
    "uk": "Просто заходьте. Ми зустрінемо вас біля дверей і все покажемо. Нічого брати з собою не потрібно.",
    "ar": "يكفي الحضور. نستقبل الجميع عند الباب ونعرّفهم بالمكان. لا حاجة إلى إحضار شيء.",
}


def tell_more(now: datetime) -> None:
    """After the activities are there: they say where an organisation is at home."""
    organisations = list(Organisation.objects.select_related("municipality"))
    homes = dict(
        Event.objects.filter(venue__isnull=False).order_by("pk").values_list("organisation", "venue__place")
    )
    for organisation in organisations:
        organisation.icnpo = _works_with(organisation)
        organisation.village = homes.get(organisation.pk, "")
        organisation.first_visit = FIRST_VISIT[organisation.municipality.language]
        organisation.confirmed_at = now
    Organisation.objects.bulk_update(organisations, ["icnpo", "village", "first_visit", "confirmed_at"])
    _in_more_languages()
    _keepers()
    _asked_together(now)


def _works_with(organisation: Organisation) -> list[str]:
    name = organisation.name.lower()
    found = next((codes for word, codes in BY_WORD.items() if word.lower() in name), None)
    return found or BY_KIND.get(organisation.kind, ["1300"])


def _in_more_languages() -> None:
    """Those that say what they do in more languages say what happens when one comes, too."""
    for text in OrganisationText.objects.select_related("organisation"):
        text.first_visit = FIRST_VISIT.get(text.language, "")
        text.says_again()
        text.save()


def _keepers() -> None:
    """A place is looked after by whoever is there most: a library, a centre or the municipality."""
    keeping = Event.objects.filter(organisation__kind__in=BY_KIND, venue__isnull=False)
    rows = keeping.values_list("venue", "organisation").annotate(number=Count("pk")).order_by("number")
    for venue, organisation, _number in rows:
        Venue.objects.filter(pk=venue).update(managed_by=organisation)


def _asked_together(now: datetime) -> None:
    """In Herøy one organisation waits for the yes of another."""
    heroy = Municipality.objects.filter(pk=HEROY).first()
    event = Event.objects.filter(municipality=heroy, live=True, co_organisers=None).order_by("pk").first()
    if event is None:
        return
    others = Organisation.objects.filter(municipality=heroy, memberships__isnull=False)
    other = others.exclude(pk=event.organisation_id).order_by("pk").first()
    if other:
        CoOrganiserRequest.objects.create(event=event, organisation=other, asked_at=now)
