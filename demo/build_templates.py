"""What the county and a volunteer centre share with those who publish: words and choices, nothing else."""

from datetime import datetime

from demo.build_people import COUNTY
from events.models import SharedTemplate
from organisations.models import Organisation, Region

TITLE = "Bli kjent med kommunen"
WORDS = (
    "Vi går en runde i sentrum og ser hvor du finner legevakt, bibliotek, NAV og butikker. "
    "Etterpå drikker vi kaffe, og du kan spørre om alt."
)
HIKE = "Kveldstur for alle"
ON_A_HIKE = "Vi går en kort tur og lager bål. Ta med noe å grille. Vi har sitteunderlag til låns."


def share(now: datetime) -> None:
    """One of the county's own, and one of an organisation's for its municipality."""
    county = Region.objects.get(fylkesnummer=COUNTY)
    SharedTemplate.objects.create(
        county=county,
        language="nb",
        title=TITLE,
        description=WORDS,
        category="ny-i-norge",
        facts={"food": "coffee", "children_welcome": True, "spoken_languages": ["no", "en"]},
        shared_at=now,
    )
    organisation = Organisation.objects.order_by("pk").first()
    if organisation:
        SharedTemplate.objects.create(
            organisation=organisation,
            county=county,
            language="nb",
            title=HIKE,
            description=ON_A_HIKE,
            category="tur-friluft",
            facts={"grade": "easy", "pace": "easy", "equipment_to_borrow": True, "spoken_languages": ["no"]},
            shared_at=now,
        )
