"""The workbooks that are damaged: small ones of the corpus, and ours, so that there is always something to damage."""

import zipfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.books_made import make_book
from tests.conftest import SHARED
from tests.doors import team_book
from tests.raw_workbooks import make_workbook
from tests.test_reader_oracles import SAMPLE
from xltags.batch.checking import CheckOptions
from xltags.batch.marking import mark_workbook
from xltags.batch.scoring import run_workbook

AS_OF = date(2026, 9, 30)
LARGEST = 40_000  # bytes of a workbook of the corpus; larger ones take long and damage is rarely where it matters
TABLE_ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>customer_id</t></is></c><c r="B1" t="inlineStr"><is><r><t>comp</t></r>'
    '<r><t>any</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c><c r="C1" t="str"><v>employees</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c><c r="C2"><v>12</v></c></row>'
    '<row r="3"><c r="A3"><v>7</v></c><c r="B3" t="e"><v>#N/A</v></c><c r="C3" t="b"><v>1</v></c></row>'
)


@cache
def made_sources() -> Mapping[str, bytes]:
    """Workbooks of our own making by name: raw ones, one of XlsxWriter, a team's as it is, marked and reported on."""
    options = CheckOptions(AS_OF)
    with TemporaryDirectory() as folder:
        place = Path(folder)
        team = team_book(place / "team.xlsx")
        mark_workbook(team, options, out=place / "marked.xlsx")
        run_workbook(place / "marked.xlsx", options, out=place / "reported.xlsx")
        make_workbook(place / "raw.xlsx", SAMPLE)
        make_workbook(place / "rows.xlsx", TABLE_ROWS)
        make_book(place / "formulas.xlsx", totals=True)
        return {path.name: path.read_bytes() for path in sorted(place.glob("*.xlsx"))}


@cache
def corpus_sources() -> Mapping[str, bytes]:
    """Small whole zips of the corpus by name; none where it is absent."""
    found = {path.name: path for path in sorted((SHARED / "corpus").glob("*.xl*"))}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if path.stat().st_size < LARGEST and zipfile.is_zipfile(path)
    }
