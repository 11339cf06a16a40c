# ruff: noqa: E501  a list is read more easily as it stands in the file
"""What a list says of people: understood, or refused with the right reason; and what is never kept."""

import pytest
from django.utils.translation import override

from core.spreadsheets.encodings import mended
from newcomers.reading.cells import CellError, read_email, read_month, read_phone
from newcomers.reading.headings import field_of, is_forbidden
from tests.newcomers.reading.files import TODAY, people, problems, read


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


HEADINGS = {
    "name": "Navn|Fornavn og etternavn|Fullt navn|Namn|Full name|Navn på innflytter|Ім'я та прізвище",
    "first_name": "Fornavn|First Name|Given Name|Fornamn",
    "last_name": "Etternavn|Last Name|Family Name|Прізвище",
    "email": "E-post|Mailadresse|E-post (privat)|E-postadresse|Epost|E-mail 1 - Value|Primary Email|mail|E-Mail Address",
    "phone": "Telefon|Mobil|Mobilnr.|Tlf|Phone 1 - Value|Mobile Phone|Telefonnummer|Номер телефону",
    "language": "Språk|Målspråk|Morsmål|Foretrukket språk|Preferred language|Мова|Tolkespråk|Språkkode",
    "arrived_month": "Ankomst|Flyttet inn|Innflyttingsdato|Bosatt dato|Ankomstmåned|Arrival date|Flytta hit|Tilflyttet",
    "children_0_5": "Barn 0–5 år",
    "": "Merknad|E-mail 1 - Type|E-post visningsnavn|Brukernavn|Kommunenavn|Norsknivå|Arbeidsgivers telefon|Adresse|"
    "Statsborgerskap|Nasjonalitet|DUF-nummer|Fødselsnummer|Landbakgrunn|Country|Fødselsdato|Barnets navn|Språknivå|"
    "Oppholdsgrunnlag|Personnummer|Fnr.|Phonetic First Name|Kontaktperson telefon arbeidsgiver",
}


@pytest.mark.parametrize(
    ("heading", "expected"), [(text, name) for name, texts in HEADINGS.items() for text in texts.split("|")]
)
def test_columns_are_known_by_what_people_call_them(heading, expected):
    assert field_of(heading) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "Statsborgerskap",
        "Nasjonalitet",
        "DUF",
        "DUF-nr",
        "Fødselsnummer",
        "Fnr",
        "Personnr.",
        "Land",
        "Fødeland",
    ]
    + ["Fødselsdato", "Country", "Home Country", "Religion", "Oppholdsgrunnlag", "D-nummer", "Født"],
)
def test_what_may_never_be_kept_is_known_by_its_heading(heading):
    assert is_forbidden(heading)


MONTHS = {
    "2026-02": "17.2.26|17.02.2026|feb. 26|februar 2026|Feb-26|2026-02|02.2026|2.2026|2/2026|46070|46070.0|202602|"
    "20260217|2026-02-17|2026-02-17T00:00:00|17/2-26|17/2/2026|1. februar 2026|februar -26|лютий 2026|ca. feb 2026|"
    "17.2.2026 kl. 10:30|2026.02.17|17-02-2026|fra 1.2.26|17. feb. 2026|٢٠٢٦-٠٢",
    "2025-12": "des. 25|12.25|desember 2025|31.12.25",
}


@pytest.mark.parametrize(
    ("text", "expected"), [(text, month) for month, texts in MONTHS.items() for text in texts.split("|")]
)
def test_months_as_people_write_them(text, expected):
    month = read_month(text, today=TODAY)
    assert month is not None
    assert f"{month:%Y-%m}" == expected


@pytest.mark.parametrize(
    "text",
    [
        "10.12",
        "17.2",
        "2/17/26",
        "26-02-25",
        "snart",
        "uke 7",
        "26. feb",
        "99999",
        "12345",
        "2026",
        "32.1.26",
    ],
)
def test_months_that_nobody_can_be_sure_of_are_asked_about(text):
    with pytest.raises(CellError):
        read_month(text, today=TODAY)


@pytest.mark.parametrize(
    "nothing", ["-", "–", "—", "?", "n/a", "N/A", "ingen", "Ukjent", "#N/A", " ", "...", "'-"]
)
def test_what_says_nothing_in_an_optional_cell_is_nothing(nothing):
    assert people(f"Navn;E-post;Mobil;Språk;Ankomst\nOla;{nothing};{nothing};{nothing};{nothing}") == [
        (2, "Ola", "", "", "", "")
    ]


def test_an_address_that_is_almost_a_common_one_is_asked_about_and_not_corrected():
    data = "Navn;E-post\nOla;ola@gmial.com\nKari;kari@gmail.com"
    assert [person[2] for person in people(data)] == ["kari@gmail.com"]
    (row,) = [row for row in read(data).rows if row.problems]
    assert row.problems[0].proposals == ("ola@gmail.com",)
    assert row.person.email == ""
    assert row.typed["email"] == "ola@gmial.com"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("ola@example.org", "ola@example.org"),
        ("Ola Nordmann <ola@example.org>", "ola@example.org"),
        ("mailto:ola@example.org", "ola@example.org"),
        ("ola@example.org; OLA@example.org", "ola@example.org"),
        ("ola@example.org ::: kari@example.org", "ola@example.org"),
        (" ola@example.org\n", "ola@example.org"),
        ("ola@\u200bexample.org", "ola@example.org"),
    ],
)
def test_addresses_as_people_write_them(cell, expected):
    assert read_email(cell) == expected


@pytest.mark.parametrize(
    "cell",
    ["ola@example.org\nBcc: evil@example.org", "ola@example", "ola at example.org", "o l a@example.org"],
)
def test_what_is_no_address_is_refused(cell):
    with pytest.raises(CellError):
        read_email(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("91234567", "+4791234567"),
        ("912 34 567", "+4791234567"),
        ("+47 91 23 45 67", "+4791234567"),
        ("0047 91234567", "+4791234567"),
        ("4791234567", "+4791234567"),
        ("91234567.0", "+4791234567"),
        ("mob. 91234567", "+4791234567"),
        ("91234567 / 22334455", "+4791234567"),
        ("22334455 / 91234567", "+4791234567"),
        ("22334455 / 75050505", "+4722334455"),
        ("91234567; +47 912 34 567", "+4791234567"),
        ("91234567 ::: 41234567", "+4791234567"),
        ("380501234567", "+380501234567"),
        ("+48 501 234 567", "+48501234567"),
        ("'+4791234567", "+4791234567"),
    ],
)
def test_numbers_as_people_write_them(cell, expected):
    assert read_phone(cell) == expected


def test_of_two_mobile_numbers_the_host_chooses():
    with pytest.raises(CellError) as asked:
        read_phone("91234567 / 41234567")
    assert asked.value.proposals == ("+4791234567", "+4741234567")


NATIONAL = ["01019912345", "010199 12345", "010199-12345", "010199.12345", "٠١٠١٩٩١٢٣٤٥"]


@pytest.mark.parametrize("number", NATIONAL)
@pytest.mark.parametrize("column", range(5))
def test_a_national_identity_number_is_refused_wherever_it_stands_and_never_repeated(number, column):
    cells = ["Ola Hansen", "ola@example.org", "98765432", "polsk", "2026-02"]
    cells[column] = number if column else f"Ola {number}"
    result = read(f"Navn;E-post;Mobil;Språk;Ankomst\n{';'.join(cells)}")
    (row,) = result.rows
    assert [problem.reason for problem in row.problems] == ["national_number"]
    for text in (number, "12345"):
        assert text not in repr(row)


def test_columns_that_may_not_be_kept_are_not_in_what_was_read():
    data = (
        "Navn;E-post;Fødselsnummer;Statsborgerskap;DUF-nummer;Land;Språk\n"
        "Ola;ola@example.org;01019912345;Ukraina;202612345601;Syria;Arabisk\n"
        "Feil;ikke en adresse;01019912345;Ukraina;202612345601;Syria;Arabisk"
    )
    result = read(data)
    for text in ("01019912345", "Ukraina", "202612345601", "Syria"):
        assert text not in repr(result.rows)
    assert [each.heading for each in result.found.header.columns if each.is_forbidden] == [
        "Fødselsnummer",
        "Statsborgerskap",
        "DUF-nummer",
        "Land",
    ]


def test_one_person_under_two_spellings_is_one():
    data = (
        "Navn;E-post;Mobil\nOla;Ola@Example.org;91234567\nOla N;ola@example.org;\nOla;;+47 912 34 567\n"
        "Kari;kari@example.org;912 34 567\nPer;;90 00 00 01\nPer;;+4790000001"
    )
    assert [(row.number, row.same_as) for row in read(data).rows] == [
        (2, None),
        (3, 2),
        (4, 2),
        (5, None),
        (6, None),
        (7, 6),
    ]


def test_a_family_on_several_rows_is_one_household_and_children_are_numbers():
    data = (
        "Familie;Navn;Rolle;Alder;E-post;Språk\n"
        "1;Lina Barn;barn;4;;\n"
        "1;Olena Koval;mor;35;olena@example.org;ukrainsk\n"
        "1;Ivan Koval;far;36;;ukrainsk\n"
        "1;Maks Koval;barn;9;;\n"
        "2;Ola;;40;ola@example.org;\n"
        "2;Emma;datter;15;emma@example.org;\n"
    )
    olena, ola = read(data).rows
    assert (olena.number, olena.person.name, olena.person.email) == (3, "Olena Koval", "olena@example.org")
    assert (olena.person.children_0_5, olena.person.children_6_12, olena.person.situations) == (
        1,
        1,
        ("family",),
    )
    assert (ola.number, ola.person.youth_13_17) == (6, 1)
    for child in ("Lina", "Maks", "Emma", "emma@"):
        assert child not in repr(read(data).rows)


def test_children_below_a_parent_belong_to_them_without_a_family_number():
    data = "Navn;Alder;E-post\nOlena;35;olena@example.org\nLina;4;\nOla;50;ola@example.org"
    olena, ola = read(data).rows
    assert (olena.person.children_0_5, ola.person.children_0_5) == (1, 0)


def test_a_child_alone_is_asked_about_and_not_kept():
    (row,) = read("Navn;Alder;E-post\nLina;4;lina@example.org").rows
    assert [problem.reason for problem in row.problems] == ["child"]
    assert "ina" not in repr(row)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2 barn: 4 og 7 år", (1, 1, 0)),
        ("4, 7, 13", (1, 1, 1)),
        ("3 år", (1, 0, 0)),
        ("2", (0, 0, 0)),
        ("ja", (0, 0, 0)),
    ],
)
def test_children_in_one_cell(cell, expected):
    (row,) = read(f'Navn,E-post,Barn\nOla,ola@example.org,"{cell}"').rows
    person = row.person
    assert (person.children_0_5, person.children_6_12, person.youth_13_17) == expected
    assert person.situations == ("family",)


@pytest.mark.parametrize("cell", ["0", "ingen", "-", "nei"])
def test_no_children_make_no_family(cell):
    assert read(f"Navn;E-post;Barn\nOla;ola@example.org;{cell}").rows[0].person.situations == ()


def test_last_name_first_where_the_heading_says_so():
    assert people("Etternavn, fornavn;E-post\nNordmann, Ola;ola@example.org")[0][1] == "Ola Nordmann"
    assert people("Navn;E-post\nNordmann, Ola;ola@example.org")[0][1] == "Nordmann, Ola"


@pytest.mark.parametrize(
    "name",
    ["Ірина Коваль", "فاطمة الزهراء", "ትግስት ኃይሉ", "สมชาย ใจดี", "Nguyễn Thị Ánh", "Đỗ Ổn", "Ola 😀", "李小龙"],
)
def test_names_in_every_script_stay_as_they_are(name):
    assert people(f"Navn;E-post\n{name};ola@example.org")[0][1] == name
    assert mended(name) == name


def test_a_row_that_names_nobody_is_asked_about_and_sums_are_no_people():
    data = "Navn;E-post;Språk\n;;polsk\nTotalt;;\nNavn;E-post;Språk\nOla;ola@example.org;"
    assert problems(data) == [(2, [("row", "nobody")])]
    assert [person[1] for person in people(data)] == ["Ola"]


@pytest.mark.parametrize(("writes", "expected"), [("nn", "nn"), ("nb", "nb"), ("en", "nb")])
def test_norwegian_is_what_the_municipality_writes(writes, expected):
    assert people("Navn;E-post;Språk\nOla;o@example.org;norsk", writes=writes)[0][4] == expected
