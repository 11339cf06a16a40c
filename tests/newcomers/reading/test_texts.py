# ruff: noqa: E501  a list is read more easily as it stands in the file
"""Text files as programs write them: every encoding, every separator; a name that reads wrong is never taken."""

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from core.spreadsheets.reading import UnreadableFile
from tests.newcomers.reading.files import people, problems, read

NAMES = {
    "cp1252": ["Bjørn Nygård", "Åse Sæther", "Jürgen Schröder", "Renée Dubois", "Håkon Bråthen"],
    "cp1250": ["Małgorzata Kamińska", "Łukasz Wójcik", "Zdeněk Dvořák", "Erzsébet Szűcs", "Ionuţ Bălănescu"],
    "cp1251": ["Ірина Коваль", "Олексій Шевченко", "Наталья Смирнова", "Євген Їжак"],
    "cp1256": ["فاطمة الزهراء", "محمد عبد الله", "نور حسين", "سارة يوسف"],
    "cp1257": [
        "Jūratė Žukauskienė",
        "Šarūnas Kazlauskas",
        "Jānis Bērziņš",
        "Līga Ozoliņa",
        "Gintarė Butkutė",
    ],
    "cp1254": ["Ayşe Yılmaz", "Barış Güneş", "Şükrü Öztürk", "Tuğba Çelik"],
    "mac_roman": ["Bjørn Nygård", "Åse Sæther", "Håkon Bråthen"],
    "utf-8": ["Ірина Коваль", "فاطمة", "Åse", "ทดสอบ ใจดี", "Nguyễn Văn Đức", "ትግስት"],
    "utf-16": ["Ірина Коваль", "فاطمة", "Åse", "ทดสอบ ใจดี"],
    "utf-16-le": ["Ірина Коваль", "Åse"],
    "utf-16-be": ["Ірина Коваль", "Åse"],
    "utf-8-sig": ["Ірина Коваль", "Åse"],
}


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def a_list(names: list[str]) -> str:
    rows = "".join(f"{name};p{n}@example.org\r\n" for n, name in enumerate(names))
    return f"Navn;E-post\r\n{rows}"


@pytest.mark.parametrize("encoding", NAMES)
def test_names_come_as_they_were_written(encoding):
    assert [person[1] for person in people(a_list(NAMES[encoding]).encode(encoding))] == NAMES[encoding]


@pytest.mark.parametrize(
    "encoding", ["cp1252", "cp1250", "cp1251", "cp1256", "cp1257", "cp1254", "mac_roman"]
)
def test_one_name_alone_comes_right_or_is_asked_about(encoding):
    for name in NAMES[encoding]:
        data = a_list([name, "Ola Hansen"]).encode(encoding)
        taken = [person[1] for person in people(data)]
        if taken[:1] != [name]:
            assert taken == ["Ola Hansen"]
            (row,) = [row for row in read(data).rows if row.problems]
            assert row.problems[0].reason == "encoding"
            assert name in row.problems[0].proposals
            assert people(data, encoding=encoding)[0][1] == name


def test_letters_that_nobody_can_be_sure_of_are_asked_about_with_the_readings():
    data = a_list(["Muñoz Vega", "Ola"]).encode("cp1252")
    (row,) = [row for row in read(data).rows if row.problems]
    assert row.problems[0].proposals[:2] in (("Muñoz Vega", "Muńoz Vega"), ("Muńoz Vega", "Muñoz Vega"))
    assert "Muñoz Vega" in row.problems[0].message
    assert [person[1] for person in people(data, encoding="cp1252")] == ["Muñoz Vega", "Ola"]


@pytest.mark.parametrize("through", ["cp1252", "latin-1", "cp1251"])
def test_what_was_encoded_twice_is_what_it_was(through):
    broken = "".join(
        char for char in a_list(["Ірина Коваль", "Åse Bjørn"]).encode().decode(through, errors="ignore")
    )
    names = [row.person.name for row in read(broken).rows]
    whole = through != "cp1252"
    assert names == ["Ірина Коваль", "Åse Bjørn"] if whole else "Åse Bjørn" in names


def test_a_name_whose_letters_were_lost_is_never_taken():
    data = a_list(["????? ???????", "Bj\ufffdrn", "Bj?rn", "Ola Êîâàëü", "B\x9drn", "Ola"])
    assert [person[1] for person in people(data)] == ["Ola"]
    assert [each for _row, each in problems(data)] == [
        [("name", "broken")],
        [("name", "broken")],
        [("name", "broken")],
        [("name", "misread")],
        [("name", "broken")],
    ]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators_within_quotation_marks_separate_nothing(separator):
    lines = [
        ["Navn", "Merknad", "E-post"],
        ["Ola", '"a;b;c;d, e|f"', "ola@example.org"],
        ["Kari", '"x;y;z;;;,,,|||"', "kari@example.org"],
    ]
    text = "\n".join(separator.join(line) for line in lines)
    assert [person[2] for person in people(text)] == ["ola@example.org", "kari@example.org"]


def test_excels_own_line_is_no_row():
    assert people("sep=,\r\nNavn,E-post\r\nOla,ola@example.org")[0][0] == 2


def test_rows_are_counted_as_a_spreadsheet_shows_them():
    text = 'Navn;E-post\n\n"Ola\nNordmann";ola@example.org\n;;\nKari;kari@example.org'
    assert [person[0] for person in people(text)] == [3, 5]


def test_a_quotation_mark_that_is_never_closed_swallows_nobody():
    with pytest.raises(UnreadableFile, match="Row 3"):
        people('Navn;E-post\nOla;ola@example.org\n"Kari;kari@example.org\nPer;per@example.org\n')
    assert [
        p[1] for p in people('Navn;E-post\nOla "Olle" Hansen;o@example.org\n"Per" Berg;p@example.org')
    ] == [
        'Ola "Olle" Hansen',
        "Per Berg",
    ]


GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Birthday,Language,Notes,E-mail 1 - Type,E-mail 1 - Value,"
    "Phone 1 - Type,Phone 1 - Value\n"
    "Olena Koval,Olena,,Koval,,1990-02-03,Ukrainian,,* Home,olena@example.org ::: o2@example.org,Mobile,+47 912 34 567"
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Nickname,Organization Name,Birthday,Labels,E-mail 1 - Label,"
    "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n"
    "Olena,,Koval,Ol,Lena,Firma AS,1990-02-03,* myContacts,* Home,olena@example.org,Mobile,91234567"
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,"
    "Fax Number,Pager Number,Mobile Number,Home Country,Birth Year\n"
    "Olena,Koval,Olena Koval,Lena,olena@example.org,o2@example.org,,,22334455,,,91234567,Ukraine,"
)
THUNDERBIRD_NB = (
    "Fornavn,Etternavn,Visningsnavn,Kallenavn,Primær e-postadresse,Sekundær e-postadresse,Skjermnavn,Telefon arbeid,"
    "Telefon privat,Faksnummer,Mobilnummer\nOlena,Koval,Olena Koval,,olena@example.org,,,,22334455,,91234567"
)
OUTLOOK = (
    '"First Name","Middle Name","Last Name","Company","Business Country/Region","Business Phone","Mobile Phone",'
    '"Birthday","E-mail Address","E-mail Type","E-mail Display Name","Language"\n'
    '"Olena","","Koval","Firma","Ukraine","","+47 912 34 567","0.0.00","olena@example.org","SMTP","Olena","ukr"'
)
OUTLOOK_NB = (
    "Fornavn;Mellomnavn;Etternavn;Firma;Land/område (privat);Mobiltelefon;Fødselsdag;E-postadresse;E-posttype;"
    "E-post, visningsnavn\nOlena;;Koval;Firma;Ukraina;91234567;;olena@example.org;SMTP;Olena"
)


@pytest.mark.parametrize(
    "text",
    [GOOGLE_OLD, GOOGLE_NEW, THUNDERBIRD, THUNDERBIRD_NB, OUTLOOK, OUTLOOK_NB],
    ids=lambda text: text[:30],
)
def test_contacts_as_programs_export_them(text):
    ((_row, name, email, phone, language, _month),) = people(text)
    assert (name, email, phone) == ("Olena Koval", "olena@example.org", "+4791234567")
    assert language in ("", "uk")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_control_character_that_was_pasted_along_is_left_out(encoding):
    text = "Navn;E-post;Språk\nKari\x00 Nord\x1bmann;kari@example.org;bokmål\nÅse;aase@example.org;bokmål\n"
    assert [person[1] for person in people(text.encode(encoding))] == ["Kari Nordmann", "Åse"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    for start in (b"", b"Navn;E-post;Mobil;Ankomst;Spr\xe5k\n"):
        try:
            people(start + data)
        except UnreadableFile:
            continue


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=5, max_size=5))
def test_any_cells_are_understood_or_refused(cells):
    row = ";".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    try:
        people(f"Navn;E-post;Mobil;Språk;Ankomst\n{row}\nOla;ola@example.org;;;")
    except UnreadableFile:
        return


@pytest.mark.parametrize("name", ["Ірина Коваль", "Сергій Їжакевич", "Наталья Смирнова"])
def test_what_a_mac_wrote_in_cyrillic_is_read_right_or_asked_about(name):
    data = a_list([name, "Ola Hansen"]).encode("mac_cyrillic")
    assert [person[1] for person in people(data)] in ([name, "Ola Hansen"], ["Ola Hansen"])


@pytest.mark.parametrize("name", ["†рина ·оваль", "Ivan § Petrov", "Jos© Garcia", "œ‡ Nowak"])
def test_a_name_with_signs_is_asked_about(name):
    assert people(f"Navn;E-post\n{name};x@example.org") == []
