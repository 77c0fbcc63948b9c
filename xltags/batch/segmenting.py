"""The list of a segment of a workbook on disk: to look at, as CSV, or as a sheet of the workbook."""

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from xltags.batch.checking import CheckOptions
from xltags.batch.export import inert_csv
from xltags.batch.opening import open_workbook
from xltags.batch.scoring import language_of
from xltags.books.edits import PutSheet
from xltags.books.own_sheets import require_own_sheet
from xltags.books.report_sheet import ReportSheet, ReportTable
from xltags.books.report_sheets import HEADER_ROW, TAB_COLOR
from xltags.books.text_files import write_text_file
from xltags.core.dataset import Dataset
from xltags.core.filter_problems import FilterError
from xltags.core.filters import FilterValues
from xltags.core.finding import Language
from xltags.core.mailing_list import MailingList, mailing_list
from xltags.core.segment_agenda import Agenda, action_agenda, overlaps
from xltags.core.segments import Members, Segment, read_segments, segment_members, segment_named
from xltags.core.values import as_date, as_text
from xltags.core.wording import ByLanguage

MARK = "segments"  # marks the sheets of lists as made by xltags; the report of that name exists
SHEET_PREFIX = "Seg_"
DATES = ("last_contact", "next_due")
COUNTS: ByLanguage = {
    "en": "{customers} customers, {contacts} contacts",
    "zh": "{customers} 个客户，{contacts} 位联系人",
    "vi": "{customers} khách hàng, {contacts} liên hệ",
}
WIDE = {"company": 34.0, "next_action": 44.0, "name": 20.0, "position": 20.0}


@dataclass(frozen=True, slots=True)
class SegmentList:
    """A segment with its list; `overlap` names other segments that share customers, and how many."""

    members: Members
    mailing: MailingList
    agenda: Agenda
    overlap: tuple[tuple[str, int], ...]
    customers: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class SegmentSize:
    """A segment in the overview: its size, how many are due, and what is wrong with a filter ("" for nothing)."""

    segment: Segment
    customers: int
    due: int
    problem: str


def list_segment(path: Path, name: str, options: CheckOptions) -> SegmentList:
    """The list of a segment; the workbook stays as it is.

    Raises:
        XltagsError: the workbook cannot be read, has no such segment, or its filter cannot be used.
    """
    with open_workbook(path, options.writing) as book:
        return _listed(book.read(as_of=options.as_of), name, options)


def put_segment(path: Path, name: str, options: CheckOptions, *, out: Path | None) -> SegmentList:
    """Put the list of a segment on a sheet of its own and write the workbook to `out`, or in place where that is None.

    Raises:
        XltagsError: as `list_segment`; or a sheet of that name is there that xltags did not make.
    """
    with open_workbook(path, options.writing) as book:
        dataset = book.read(as_of=options.as_of)
        found = _listed(dataset, name, options)
        sheet = segment_sheet(found, language_of(dataset, options))
        require_own_sheet(path, book.package, sheet.name)
        book.write([PutSheet(sheet)], out)
    return SegmentList(found.members, found.mailing, found.agenda, found.overlap, found.customers, sheet.name)


def segment_sizes(path: Path, options: CheckOptions) -> tuple[SegmentSize, ...]:
    """Every segment of a workbook with its size."""
    with open_workbook(path, options.writing) as book:
        dataset = book.read(as_of=options.as_of)
    values = FilterValues(dataset)
    found = segment_members(read_segments(dataset), dataset, values)
    return tuple(
        SegmentSize(
            it.segment,
            int(it.members.sum()),
            int(action_agenda(it, values).due.sum()),
            "" if it.problem is None else f"{it.problem[0]}, {it.problem[1].message(language_of(dataset, options))}",
        )
        for it in found
    )


def _listed(dataset: Dataset, name: str, options: CheckOptions) -> SegmentList:
    language, values = language_of(dataset, options), FilterValues(dataset)
    segments = read_segments(dataset)
    wanted = segment_named(segments, name)
    members = segment_members(segments, dataset, values)
    place = segments.index(wanted)
    found = members[place]
    if found.problem is not None:
        column_id, problem = found.problem
        raise FilterError(problem, where=f"{column_id} of segment {wanted.name!r}", language=language)
    mailing = mailing_list(found.members, values, language)
    overlap = tuple(overlaps(members)[place])
    return SegmentList(found, mailing, action_agenda(found, values), overlap, len(dataset.customers))


def export_segment(mailing: MailingList, path: Path) -> None:
    """Write the list as CSV: UTF-8, LF, a comma; text that a spreadsheet would run as a formula gets an apostrophe.

    Raises:
        XltagsError: the file cannot be written, or is a workbook.
    """
    import pandas as pd

    columns = zip(*mailing.rows, strict=True) if mailing.rows else ((),) * len(mailing.header)
    frame = pd.DataFrame(
        {
            name: pd.Series([_text(cell) for cell in cells], dtype=object)
            for name, cells in zip(mailing.header, columns, strict=True)
        }
    )
    write_text_file(path, inert_csv(frame))


def _text(cell: object) -> str:
    day = as_date(cell)  # type: ignore[arg-type]  # a cell of a list is a value of a workbook
    return day.isoformat() if day is not None else as_text(cell)  # type: ignore[arg-type]


def segment_sheet(found: SegmentList, language: Language = "en") -> ReportSheet:
    """The list as a sheet that xltags owns."""
    segment, mailing = found.members.segment, found.mailing
    counts = COUNTS[language].format(customers=f"{mailing.customers:,}", contacts=f"{mailing.contacts:,}")
    stop = "。" if language == "zh" else ". "
    columns = list(zip(*mailing.rows, strict=True)) if mailing.rows else [() for _ in mailing.header]
    slug = re.sub(r"\W+", "_", segment.name).strip("_")
    table = ReportTable(
        name=f"seg_{slug[:60]}_{_checksum(segment.name)}",
        row=HEADER_ROW,
        column=1,
        header=mailing.header,
        columns=tuple(columns),
        formats=tuple("date" if name in DATES else "text" for name in mailing.header),
        widths=tuple(WIDE.get(name, 14.0) for name in mailing.header),
    )
    return ReportSheet(
        name=sheet_name(segment.name),
        title=segment.name,
        subtitle=stop.join(line.rstrip(".。") for line in (segment.action, counts) if line),
        tables=(table,),
        tab_color=TAB_COLOR,
        freeze=(HEADER_ROW + 1, 1),
        repeat_rows=(HEADER_ROW, HEADER_ROW),
        report=MARK,
    )


def sheet_name(segment: str) -> str:
    """The sheet of a segment's list: at most 31 characters, those that Excel forbids left out.

    >>> sheet_name("Plants to win"), sheet_name("A/B: " + "x" * 40)
    ('Seg_Plants to win', 'Seg_A B xxxxxxxxxxxxxxxxxx~f22c')
    """
    plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f']", " ", segment).split())
    if plain == segment and len(plain) <= 31 - len(SHEET_PREFIX):
        return SHEET_PREFIX + plain
    return f"{SHEET_PREFIX}{plain[: 31 - len(SHEET_PREFIX) - 5]}~{_checksum(segment)}"


def _checksum(text: str) -> str:
    """Four digits that tell two names apart where what can be kept of them is alike."""
    return f"{zlib.crc32(text.encode()) & 0xFFFF:04x}"
