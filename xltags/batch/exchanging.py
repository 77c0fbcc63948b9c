"""Exporting the tag groups of a workbook on disk for other programs, and taking theirs in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from xltags.batch.opening import open_workbook
from xltags.books.engine import Writing
from xltags.books.exchange.merge import Merged, merge_tag_set
from xltags.books.exchange.tag_set import TagSet, read_tag_set
from xltags.core.errors import XltagsError, why_unread
from xltags.core.finding import Language

Format: TypeAlias = Literal["wecom", "turtle", "json-ld", "csv"]
SUFFIXES: dict[str, Format] = {".json": "wecom", ".ttl": "turtle", ".jsonld": "json-ld", ".csv": "csv"}
MAX_BYTES = 64_000_000  # half a million tags with their definitions; more is no taxonomy


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported: the text, and how many groups and tags it holds."""

    text: str
    groups: int
    tags: int


def format_of(path: Path, wanted: Format | None) -> Format:
    """The format asked for, or the one that the file's name says.

    Raises:
        XltagsError: EXC005 the name says none.
    """
    found = wanted or SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise XltagsError(
            f"{path}: the name does not say the format; end it in .json (WeCom), .ttl, .jsonld (SKOS) or .csv, or give "
            "--format",
            code="EXC005",
        )
    return found


def export_tags(book: Path, *, format: Format, only: Iterable[str] = (), as_of: date) -> Exported:
    """The tag groups of a workbook as text in a format of others.

    Args:
        only: the groups; empty means all.

    Raises:
        XltagsError: the workbook cannot be read, a group is unknown, or the format cannot hold what it says.
    """
    with open_workbook(book) as opened:
        dataset = opened.read(as_of=as_of)
    tag_set = read_tag_set(dataset, only=only)
    return Exported(_text_of(tag_set, format), len(tag_set.groups), len(tag_set.tags))


def _text_of(tag_set: TagSet, format: Format) -> str:
    if format == "wecom":
        from xltags.books.exchange.wecom import to_wecom

        return to_wecom(tag_set)
    if format == "csv":
        from xltags.books.exchange.tags_csv import to_csv

        return to_csv(tag_set)
    from xltags.books.exchange.skos import to_skos

    return to_skos(tag_set, syntax=format)


def import_tags(
    book: Path,
    source: Path,
    *,
    format: Format,
    as_of: date,
    out: Path | None,
    writing: Writing | None = None,
    dry_run: bool = False,
) -> Merged:
    """Take the tag groups of a file into a workbook, written to `out` or in place where that is None.

    Args:
        as_of: the day on which new tags are created.
        dry_run: only say what would change.

    Raises:
        XltagsError: EXC... the file cannot be read or taken, FILE... the workbook cannot be read or written.
    """
    text = _read(source)
    with open_workbook(book, writing) as opened:
        dataset = opened.read(as_of=as_of)
        language = dataset.model.settings.language
        merged = merge_tag_set(dataset, _tag_set_of(text, format, language, source.name), as_of=as_of)
        if not dry_run and (merged.edits or out is not None):
            opened.write(merged.edits, out)
    return merged


def _read(source: Path) -> str:
    try:
        if source.stat().st_size > MAX_BYTES:
            raise XltagsError(f"{source}: is larger than {MAX_BYTES // 1_000_000} MB; split it by group", code="EXC002")
        return source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise XltagsError(f"{source}: is not UTF-8; save it as UTF-8", code="EXC002") from error
    except OSError as error:
        raise XltagsError(f"{source}: {why_unread(error)}", code="FILE001") from error


def _tag_set_of(text: str, format: Format, language: Language, name: str) -> TagSet:
    if format == "wecom":
        from xltags.books.exchange.wecom import from_wecom

        return from_wecom(text, language=language, name=name)
    if format == "csv":
        from xltags.books.exchange.tags_csv import from_csv

        return from_csv(text, language=language, name=name)
    from xltags.books.exchange.skos_read import from_skos

    return from_skos(text, syntax=format, language=language, name=name)
