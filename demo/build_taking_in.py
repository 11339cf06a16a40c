"""A list that the organiser is looking through, and a calendar that is followed no longer: nothing is fetched."""

from datetime import datetime, timedelta

from core.clock import local_day
from core.models import User
from events.exchange.models import Source
from events.exchange.tables.reading import read_table
from events.exchange.taking_in.storing import file_source, store_table
from organisations.models import Organisation

LIBRARY = ("1818", "heroy-bibliotek")
NAME = "Program i biblioteket.csv"
# Two that are clear; a place to be chosen, no end, a rule that means two things, and no kind to be guessed.
ROWS = """Aktivitet;Dato;Tid;Sted;Pris;Beskrivelse
Eventyrstund;{first};11–12;Herøy folkebibliotek;Gratis;Vi leser eventyr på norsk og ukrainsk.
Bokbytte;{second};17–19;Herøy folkebibliotek;Gratis;Ta med en bok, og ta en med hjem.
Strikkekveld;{third};18–20;Biblioteket;Gratis;Garn og pinner har vi.
Forfatterkveld;{second};kl 19;Herøy folkebibliotek;100 kr;En forfatter leser fra sin nye bok.
Brettspill;hver 2. tirsdag;17–19;Herøy folkebibliotek;Gratis;For alle over ti år.
Leselyst;første lørdag i måneden;12–13;Herøy folkebibliotek;Gratis;
"""


def make_sources(user: User, now: datetime) -> int:
    """Returns how many rows wait to be looked at."""
    library = Organisation.objects.get(municipality=LIBRARY[0], slug=LIBRARY[1])
    days = [local_day(now) + timedelta(days=number) for number in (20, 27, 34)]
    names = ("first", "second", "third")
    rows = ROWS.format(**{name: f"{day:%d.%m.%Y}" for name, day in zip(names, days, strict=True)})
    source = file_source(organisation=library, name=NAME, user=user, now=now)
    table = read_table(rows.encode(), name=NAME)
    upload = store_table(source=source, table=table, user=user, now=now)
    # Somebody looks at the demonstration for weeks.
    upload.expires_at = now + timedelta(days=365)
    upload.save(update_fields=["expires_at"])
    away = (now - timedelta(days=12)).isoformat()
    Source.objects.create(
        organisation=library,
        kind=Source.Kind.SUBSCRIPTION,
        name="Kulturkalenderen",
        address="https://kalender.heroy.example/bibliotek.ics",
        state=Source.State.STOPPED,
        says="not_found",
        created_by=user,
        created_at=now - timedelta(days=90),
        last_fetched_at=now - timedelta(days=2),
        last_read_at=now - timedelta(days=12),
        failures=10,
        answers={"away_since": away, "told": away},
    )
    return len(table.rows)
