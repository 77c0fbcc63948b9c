"""Undo for what the add-in writes: Excel forgets its own undo list then.

What stood there is kept in the user's folder, a file a write, so that it also works on a Mac, where each click starts
Python anew.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from xltags.books.live.block import Block
from xltags.books.live.snapshot import SheetState, Snapshot
from xltags.core.errors import XltagsError, why_not
from xltags.core.values import CellFault, Value

KEPT = 10  # writes of a workbook that can be undone


@dataclass(frozen=True, slots=True)
class UndoStack:
    """The writes of one workbook that can be undone; `workbook` is its full name, `folder` where they are kept."""

    folder: Path
    workbook: str

    def push(self, action: str, snapshot: Snapshot) -> None:
        """Keep what stood there before an action.

        Raises:
            XltagsError: the folder cannot be written, so that nothing could be undone.
        """
        files = self._files()
        number = int(files[-1].name.split(".")[1]) + 1 if files else 1
        text = json.dumps({"action": action, "snapshot": _encoded(snapshot)}, ensure_ascii=False)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{self._key()}.{number:06}.json.gz").write_bytes(gzip.compress(text.encode(), 1, mtime=0))
            for old in self._files()[:-KEPT]:
                old.unlink(missing_ok=True)
        except OSError as error:
            raise XltagsError(f"{self.folder}: cannot be written: {why_not(error)}", code="FILE008") from error

    def pop(self) -> tuple[str, Snapshot] | None:
        """The last action and what stood there before it, taken off the stack; None where there is none.

        Raises:
            XltagsError: the file cannot be read.
        """
        files = self._files()
        if not files:
            return None
        try:
            kept = json.loads(gzip.decompress(files[-1].read_bytes()))
            found = str(kept["action"]), _decoded(kept["snapshot"])
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            files[-1].unlink(missing_ok=True)
            raise XltagsError(f"{files[-1]}: what was kept for undo cannot be read, and is gone now") from error
        files[-1].unlink()
        return found

    def _key(self) -> str:
        return hashlib.sha256(self.workbook.encode("utf-8", "surrogatepass")).hexdigest()[:24]

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"{self._key()}.*.json.gz"))


def _encoded(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "absent": list(snapshot.absent),
        "sheets": [
            {
                "name": state.name,
                "row": state.block.row,
                "column": state.block.column,
                "values": [[_plain(value) for value in row] for row in state.block.values],
                "formulas": state.block.formulas,
                "tables": state.tables,
                "marks": state.marks,
            }
            for state in snapshot.sheets
        ],
    }


def _decoded(kept: dict[str, Any]) -> Snapshot:
    return Snapshot(
        tuple(
            SheetState(
                it["name"],
                Block(
                    it["row"], it["column"], [[_value(each) for each in row] for row in it["values"]], it["formulas"]
                ),
                it["tables"],
                it["marks"],
            )
            for it in kept["sheets"]
        ),
        tuple(kept["absent"]),
    )


def _plain(value: Value | None) -> Any:
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case CellFault():
            return {"fault": [value.kind, value.text]}
        case _:
            return value


def _value(kept: Any) -> Value | None:
    if not isinstance(kept, dict):
        return kept  # type: ignore[no-any-return]  # a text, a number, a truth value or nothing
    ((kind, plain),) = kept.items()
    match kind:
        case "moment":
            return datetime.fromisoformat(plain)
        case "day":
            return date.fromisoformat(plain)
        case "time":
            return time.fromisoformat(plain)
        case "seconds":
            return timedelta(seconds=plain)
        case _:
            return CellFault(*plain)
