"""Files that people open hold text, never something that runs."""

import csv
import io

import pytest
from openpyxl import load_workbook

from core.spreadsheets.formulas import is_formula, plain
from core.spreadsheets.reading import read_rows
from core.spreadsheets.writing import Sheet, csv_text, workbook

RUNS = ["=1+1", "+47", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1+1", "＝1+1"]


@pytest.mark.parametrize("text", RUNS)
def test_what_runs_is_text_in_every_file(text):
    line = ["Ola", text]
    data = csv_text(headings=["Navn", text], lines=[line])
    assert list(csv.reader(io.StringIO(data.removeprefix("\ufeff"), newline=""), delimiter=";")) == [
        ["Navn", f"'{text}"],
        ["Ola", f"'{text}"],
    ]
    page = load_workbook(io.BytesIO(workbook([Sheet("Ark", ["Navn", text], [line])]))).worksheets[0]
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s"}
    assert all(row[1].value.startswith("'") for row in page.iter_rows())


@pytest.mark.parametrize("text", RUNS)
def test_what_we_write_as_text_is_still_known_as_a_formula_when_it_comes_back(text):
    assert is_formula(plain(text))
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize("value", ["Herøy", "O'Hara", "", None, 12, -3, "12+", "47 a@b"])
def test_what_runs_nowhere_is_left_as_it_is(value):
    assert not is_formula(value)
    assert value is None or isinstance(value, int) or plain(value) == value


def test_files_can_be_read_again():
    lines = [["Åse", 3], ["Олена", ":"], ["Zoë", "12+"]]
    expected = [["Navn", "Tall"], ["Åse", "3"], ["Олена", ":"], ["Zoë", "12+"]]
    for data in (
        csv_text(headings=["Navn", "Tall"], lines=lines).encode(),
        workbook([Sheet("Ark", ["Navn", "Tall"], lines)]),
    ):
        assert [[str(cell) for cell in row if cell is not None] for _n, row in read_rows(data)] == expected
