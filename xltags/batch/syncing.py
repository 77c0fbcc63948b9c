"""A master taxonomy brought into many workbooks, each remembering the master for the next time."""

from functools import partial
from pathlib import Path

from xltags.batch.migrating import MigrationOptions, Planned, Work
from xltags.batch.opening import open_workbook
from xltags.books.draft_edits import draft_edits
from xltags.books.file import FileBook
from xltags.books.kept_state import kept_edits, read_kept
from xltags.core.dataset import Dataset, Model
from xltags.core.errors import WorkbookError, XltagsError
from xltags.core.migration.sync import sync_with
from xltags.core.taxonomy import Taxonomy

KEY = "sync_base"


def sync_work(master: Path, options: MigrationOptions, *, base: Path | None = None) -> Work:
    """The sync with a master workbook as work on one workbook.

    Args:
        base: a workbook with the master's taxonomy as it was when the workbooks were last alike; it serves workbooks
            that were never synced.

    Raises:
        XltagsError: the master or the base cannot be read, or has no tags.
    """
    first = _taxonomy_of(base, options).taxonomy if base is not None else None
    return partial(_sync_one, master=_taxonomy_of(master, options), name=master.name, first=first, by=options.by)


def _taxonomy_of(path: Path, options: MigrationOptions) -> Model:
    with open_workbook(path) as book:
        model = book.read(as_of=options.as_of).model
    if not model.taxonomy.tags:
        raise XltagsError(f"{path}: has no tags, so nothing can be synced with it; name the workbook of the master")
    groups = tuple(group.model_copy(update={"row": 0}) for group in model.taxonomy.groups)
    tags = tuple(tag.model_copy(update={"row": 0}) for tag in model.taxonomy.tags)
    return model.model_copy(update={"taxonomy": Taxonomy(groups=groups, tags=tags)})


def _sync_one(
    book: FileBook, dataset: Dataset, *, master: Model, name: str, first: Taxonomy | None, by: str
) -> Planned:
    kept = read_kept(book.package)
    base = _base_in(kept.get(KEY), book.path) or first
    synced = sync_with(dataset, master, base, name=name, by=by)
    applied = synced.applied
    if applied.conflicts:
        return Planned(outcomes=applied.outcomes, refused=applied.conflicts)
    kept[KEY] = synced.base.model_dump(mode="json", exclude_defaults=True)
    edits = draft_edits(applied.draft, book.package) if applied.draft.changed() else []
    edits += kept_edits(book.package, kept, language=dataset.model.settings.language)
    notes = [f"only here, requested in TagRequests: {text}" for text in synced.requested]
    if base is None:
        notes.insert(0, "first sync: what the master says counts; name the earlier master with --base for a finer one")
    return Planned(edits, applied.outcomes, open=synced.conflicts, notes=tuple(notes))


def _base_in(record: object, path: Path) -> Taxonomy | None:
    if record is None:
        return None
    try:
        return Taxonomy.model_validate(record)
    except ValueError as error:
        raise WorkbookError(
            f"{path}: the taxonomy that it keeps from the last sync cannot be understood; delete the hidden sheet "
            "xltags_state and sync anew"
        ) from error
