"""What the columns of a list of people are called, by offices, by people, and by programs that export.

A column that nobody has a use for is left out and named. What may never be kept (nationality, DUF number,
national identity number, day of birth) is emptied before anything else happens.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.comparing import search_form
from core.spreadsheets.reading import Cell, Line
from newcomers.reading.words import split

# What a column can be about. Of addresses and numbers there may be several: the first that says one holds.
NAME, FIRST, MIDDLE, LAST = "name", "first_name", "middle_name", "last_name"
EMAIL, PHONE, LANGUAGE, ARRIVED = "email", "phone", "language", "arrived_month"
HOUSEHOLD, ROLE, AGE = "household", "role", "age"
CHILDREN, SMALL, SCHOOL, YOUTH = (
    "children",
    "children_0_5",
    "children_6_12",
    "youth_13_17",
)
FIELDS = (
    *(NAME, FIRST, MIDDLE, LAST, EMAIL, PHONE, LANGUAGE, ARRIVED),
    *(HOUSEHOLD, ROLE, AGE, CHILDREN, SMALL, SCHOOL, YOUTH),
)
SEVERAL = (EMAIL, PHONE)
# A row that names columns has one of these, and two of any where it is a name alone.
TELLING = (EMAIL, PHONE, NAME, FIRST, LAST)

EXACT: Mapping[str, str] = {
    **dict.fromkeys(
        split(
            "navn|namn|name|fullt navn|fullt namn|full name|hele navnet|person|personnavn|"
            "fornavn og etternavn|fornamn og etternamn|fornavn etternavn|fornamn etternamn|"
            "etternavn fornavn|etternamn fornamn|etternavn og fornavn|navn pa person|deltaker|"
            "beboer|innbygger|innflytter|tilflytter|kontakt|kontaktperson|display name|"
            "visningsnavn|file as|navn etternavn|first and last name|first name last name|"
            "імʼя та прізвище|імя та прізвище|імя|піб|прізвище та імя|"
            "ім я та прізвище|прізвище та ім я|фио|имя|الاسم|الاسم الكامل|"
            "اسم"
        ),
        NAME,
    ),
    **dict.fromkeys(
        split(
            "fornavn|forenavn|fornamn|forenamn|first name|firstname|given name|givenname|ім я|имя|الاسم الاول"
        ),
        FIRST,
    ),
    **dict.fromkeys(["mellomnavn", "mellomnamn", "middle name", "additional name"], MIDDLE),
    **dict.fromkeys(
        split(
            "etternavn|etternamn|last name|lastname|surname|family name|familyname|familienavn|"
            "familienamn|slektsnavn|прізвище|фамилия|اسم العايله|اللقب"
        ),
        LAST,
    ),
    **dict.fromkeys(split("maned|manad|month|ankomst|arrival|arrived|місяць|прибуття|الوصول"), ARRIVED),
    **dict.fromkeys(
        split("sprak|sprog|language|langue|мова|язык|اللغه|lang|malsprak|tolk"),
        LANGUAGE,
    ),
    **dict.fromkeys(split("rolle|role|relasjon|relation|familierelasjon|familierolle|barn voksen"), ROLE),
    **dict.fromkeys(
        split("alder|age|alder ar|fodselsar|fodt ar|birth year|year of birth|ar fodt|вік"),
        AGE,
    ),
    **dict.fromkeys(
        split(
            "familie|husstand|husholdning|hushald|household|family|familienummer|familienr|"
            "familie nr|husstandsnr|husstand nr|familieid|familie id|household id|hushaldning|"
            "husstandsnummer"
        ),
        HOUSEHOLD,
    ),
    **dict.fromkeys(
        split(
            "barn|antall barn|tal pa barn|children|number of children|barna|barnas alder|"
            "alder barn|alder pa barn|barn alder|alder pa barna|children s ages|ages of children|"
            "barn i familien|kids"
        ),
        CHILDREN,
    ),
    **dict.fromkeys(split("barn 0 5|barn 0 5 ar|0 5 ar|children 0 5|barn under 6|barnehagebarn"), SMALL),
    **dict.fromkeys(split("barn 6 12|barn 6 12 ar|6 12 ar|children 6 12|barneskole"), SCHOOL),
    **dict.fromkeys(
        split("ungdom|ungdom 13 17|ungdom 13 17 ar|13 17 ar|youth|youth 13 17|barn 13 17|tenaringer"),
        YOUTH,
    ),
}
# A heading with one of these is never kept, and one of the second kind is about something else than it seems.
FORBIDDEN = re.compile(
    r"\b(?:statsborger\w*|nasjonalitet\w*|nationality|citizenship|country|land|landbakgrunn|fodeland|fodested"
    r"|opprinnelse\w*|opphav\w*|duf\w*|fodselsn\w*|fnr|personn(?:ummer|r)|d ?nummer|dnr|ssn|national id\w*"
    r"|identitetsnummer|passn\w*|passport\w*|fodt|fodselsdato|fodselsdag|birthday|birthdate|date of birth|dob"
    r"|religion|trossamfunn|livssyn|oppholdsgrunn\w*|oppholdstillatelse|innvandrings\w*|helse\w*|diagnose"
    r"|громадянство|гражданство|الجنسيه|національність)\b"
)
OTHER = re.compile(
    r"\b(?:type|label|niva|level|kurs|kommune\w*|bruker\w*|fil|filnavn|organisasjon\w*|organization|company|firma"
    r"|bedrift|arbeidsgiver\w*|employer|skole\w*|barnets|barnas navn|navn pa barn|phonetic|fonetisk"
    r"|display|visningsnavn|nickname"
    r"|kallenavn|screen|fax|faks|pager|assistant\w*|manager\w*|verge\w*|lege\w*|saksbehandler\w*|kontortid"
    r"|radgiver|utleier|web|nettside|business|department|title|prefix|suffix|tittel|gate\w*|postnummer|poststed"
    r"|prove|test|behov|antall|account|server|callback|isdn|telex|tty|children|spouse|ektefelle\w*|referred)\b"
)
WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        EMAIL,
        re.compile(
            r"\b(?:e ?post\w*|e ?mail\w*|e ?mailadresse|mail|mailadresse|mailadr|epostadr\w*|пошта|електронна"
            r"|імейл|эл\w* почта|почта|البريد\w*|ايميل|correo|courriel)\b"
        ),
    ),
    (
        PHONE,
        re.compile(
            r"\b(?:telefon\w*|tlf\w*|mobil\w*|phone\w*|telephone\w*|mobile\w*|cell\w*|telefonnr|телефон\w*"
            r"|номер телефону|هاتف|الهاتف|جوال|موبايل|sms)\b"
        ),
    ),
    (LANGUAGE, re.compile(r"\b(?:\w*sprak|\w*sprog|sprakkode|morsmal\w*|language\w*|мова|язык|اللغه|لغه)\b")),
    (NAME, re.compile(r"\b(?:navn|namn|fullname|navnet)\b")),
    (
        ARRIVED,
        re.compile(
            r"\b(?:ankom\w*|innflyt\w*|tilflyt\w*|flytt\w*|bosatt\w*|boset\w*|arriv\w*|moved|move in|kom til"
            r"|kom hit|registrert dato|прибу\w*|приїзд\w*|الوصول)\b"
        ),
    ),
)
# Of several numbers the one in the pocket, of several addresses the person's own.
FIRST_CHOICE = re.compile(r"\b(?:mobil\w*|mobile\w*|cell|sms)\b")
SECOND_CHOICE = re.compile(r"\b(?:privat|private|primaer|primary|personlig|1)\b")
REVERSED = re.compile(
    r"^(?:etternavn|etternamn|last name|surname|прізвище)\b.*\b(?:fornavn|fornamn|first name|імя)"
)
HEADER_WITHIN_ROWS = 30
LONGEST_HEADING = 60


@dataclass(frozen=True)
class Column:
    """One column: `index` from 0, what stands over it, and what it is about ("" is nothing of ours).

    `is_missed` is one that would be read if the sheet did not hide it.
    """

    index: int
    heading: str
    field: str = ""
    is_hidden: bool = False
    is_forbidden: bool = False

    @property
    def is_missed(self) -> bool:
        return self.is_hidden and not (self.field or self.is_forbidden) and field_of(self.heading) != ""


@dataclass(frozen=True)
class Header:
    """The row that names the columns: its number, and the columns that say anything."""

    number: int
    columns: tuple[Column, ...] = ()
    fields: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def ignored(self) -> list[str]:
        return [each.heading for each in self.columns if not each.field]

    @property
    def missed(self) -> list[str]:
        """What the sheet hides, and would be read otherwise."""
        return [each.heading for each in self.columns if each.is_missed]

    @property
    def has_last_name_first(self) -> bool:
        return any(REVERSED.search(search_form(each.heading)) for each in self.columns if each.field == NAME)


def is_forbidden(heading: str) -> bool:
    """Whether what stands under `heading` may never be kept."""
    form = search_form(heading)
    return form not in EXACT and FORBIDDEN.search(form) is not None


def field_of(heading: str) -> str:
    """What a column is about by its heading, or ""."""
    form = search_form(heading)
    if form in EXACT:
        return EXACT[form]
    if not form or len(heading) > LONGEST_HEADING or FORBIDDEN.search(form) or OTHER.search(form):
        return ""
    return next((name for name, pattern in WORDS if pattern.search(form)), "")


def header_in(
    lines: Iterable[Line], *, hidden: frozenset[int] = frozenset(), known: Mapping[str, str] | None = None
) -> Header | None:
    """The row among the first that names the most columns. `known` is what each heading is about where
    somebody has said so, by its search form ("" is nothing). Hidden rows and columns name none."""
    best: Header | None = None
    for line in lines:
        if line.number > HEADER_WITHIN_ROWS and best is not None:
            break
        found = None if line.is_hidden else _header(line.number, line.cells, hidden, known or {})
        if found and (best is None or len(found.fields) > len(best.fields)):
            best = found
    return best


def header_of(
    number: int, headings: Iterable[Cell], *, hidden: frozenset[int], known: Mapping[str, str]
) -> Header:
    """The row `number` as a header, whether it names anything or not."""
    columns = [_column(index, cell, hidden, known) for index, cell in enumerate(headings) if cell]
    return Header(number, tuple(columns), _fields(columns))


def _header(
    number: int, cells: list[Cell], hidden: frozenset[int], known: Mapping[str, str]
) -> Header | None:
    header = header_of(number, cells, hidden=hidden, known=known)
    telling = [name for name in TELLING if name in header.fields]
    if not telling or (len(header.fields) < 2 and telling[0] not in SEVERAL):
        return None
    return header


def _column(index: int, cell: Cell, hidden: frozenset[int], known: Mapping[str, str]) -> Column:
    heading = " ".join(str(cell).split())[:LONGEST_HEADING]
    is_hidden, never = index in hidden, is_forbidden(heading)
    said = known.get(search_form(heading))
    about = "" if never or (is_hidden and said is None) else field_of(heading) if said is None else said
    return Column(index, heading, about, is_hidden, never)


def _choice(column: Column) -> int:
    form = search_form(column.heading)
    return 0 if FIRST_CHOICE.search(form) else 1 if SECOND_CHOICE.search(form) else 2


def _fields(columns: list[Column]) -> dict[str, tuple[int, ...]]:
    """Which columns each field is read from; where there can be but one, the first."""
    found: dict[str, tuple[int, ...]] = {}
    for column in sorted(columns, key=_choice):
        if column.field and (column.field in SEVERAL or column.field not in found):
            found[column.field] = (*found.get(column.field, ()), column.index)
    if LANGUAGE in found:
        # Of "Språk" and "Morsmål" and "Tolkespråk" the first that says something is what a person reads best.
        several = [each.index for each in columns if each.field == LANGUAGE]
        found[LANGUAGE] = tuple(several)
    return found
