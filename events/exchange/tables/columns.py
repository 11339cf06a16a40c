"""What the columns of a table of activities are called, in bokmål, nynorsk and English."""

from collections.abc import Iterable, Iterator

from core.spreadsheets.reading import Cell, Row
from organisations.naming import search_form

# As `search_form` gives them: no accents, no hyphens. Everything else is left out and named.
CALLED: dict[str, str] = {
    "title": "arrangement aktivitet aktivitetsnavn tittel namn navn hva kva tiltak tilbud tilbod emne tema "
    "event title activity name what summary overskrift",
    "weekday": "dag ukedag vekedag vekedagar ukedager day weekday",
    "date": "dato datoer datoar startdato nar date dates when start|date first|date dag|og|dato dato|og|tid "
    "gjentas gjentar|seg hvor|ofte kor|ofte hyppighet dager",
    "end_date": "sluttdato til|dato siste|dato end|date last|date until",
    "time": "tid klokkeslett klokka klokken kl tidspunkt time hours tidsrom",
    "start": "fra fra|kl start starter starttid startar byrjar begynner from start|time starts begins",
    "end": "til til|kl slutt slutter sluttar sluttid to end end|time ends",
    "place": "sted stad lokale lokaler hvor kvar plass place location venue where oppmote oppmotested",
    "municipality": "kommune municipality",
    "organiser": "arrangor arrangorer arrangert|av organisator lag forening foreining organiser organizer "
    "organisation organization host",
    "price": "pris price kostnad kostnader inngang billett billettpris cost fee deltakeravgift",
    "age": "aldersgruppe alder malgruppe for|hvem for|kven hvem age audience age|group passer|for",
    "languages": "sprak language languages",
    "signup": "pamelding pamelding|til registration sign|up signup booking",
    "description": "beskrivelse skildring om info informasjon merknad merknader kommentar kommentarer "
    "description text tekst innhold innhald note notes omtale program detaljer",
    "category": "kategori category type slag",
    "online_url": "lenke lenkje nettlenke link videolenke",
}
HEADERS = {
    name.replace("|", " "): field for field, names in CALLED.items() for name in dict.fromkeys(names.split())
}
# A title or two may stand above the table.
HEADER_WITHIN_ROWS = 15
# Of a heading that nobody has a use for.
LONGEST_NAMED = 60


def field_of(heading: Cell) -> str | None:
    """What a column with this heading is about; "Pris (kr)" is a price and "Dato:" a date."""
    text = search_form(str(heading or "").split("(")[0])
    return HEADERS.get(text)


class NoHeader(Exception):
    """No row names the columns."""


class Columns:
    """Which column holds what. Several may hold a description; of the others the first one counts."""

    def __init__(self, row: Row) -> None:
        self.fields: dict[int, str] = {}
        self.headings: dict[int, str] = {}
        self.ignored: list[str] = []
        for index, cell in enumerate(row):
            heading = " ".join(str(cell or "").split())
            field = field_of(cell)
            if not heading:
                continue
            self.headings[index] = heading
            if field and (field == "description" or field not in self.fields.values()):
                self.fields[index] = field
            else:
                self.ignored.append(heading[:LONGEST_NAMED])

    @property
    def is_header(self) -> bool:
        """A table of activities has a title and says when; one word that fits stands in any text."""
        found = set(self.fields.values())
        return "title" in found and bool(found & {"date", "weekday", "time", "start"})


def find_header(rows: Iterator[tuple[int, Row]]) -> tuple[Columns, list[str]]:
    """The columns, and what stands above them: titles, which may name a year. Raises `NoHeader`."""
    above: list[str] = []
    for number, row in rows:
        columns = Columns(row)
        if columns.is_header:
            return columns, above
        above += texts(row)
        if number >= HEADER_WITHIN_ROWS:
            break
    raise NoHeader


def texts(row: Iterable[Cell]) -> list[str]:
    return [str(cell) for cell in row if cell not in (None, "")]
