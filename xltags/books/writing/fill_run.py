"""Neighbouring columns of a row, replaced at once where their cells are written plainly."""

import re
from collections.abc import Mapping, Sequence

from xltags.books.opc.refs import column_letters, column_number
from xltags.books.writing.cell_text import BLANK, DateKind
from xltags.books.writing.row_edit import SheetState

# A cell without a formula, as every common writer spells it; group 1 is its attributes behind the reference.
PLAIN_CELL = (
    rb'(?:<c r="%b\d+"((?: s="\d+")?(?: t="(?:s|n|b|str|e|inlineStr)")?)'
    rb'(?:/>|>(?:<v>[^<]*</v>|<v/>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)?</c>))?'
)
NEXT_CELL = re.compile(rb'<c r="([A-Z]+)\d')
STYLE = re.compile(rb' s="(\d+)"')
MEMO_LIMIT = 5_000
ROW_MARK = b"\x01"  # never in a cell: control characters are escaped


class Run:
    """Neighbouring columns, whose plain cells one expression finds at once."""

    def __init__(self, columns: Sequence[int], all_columns: Sequence[int], styles: Mapping[int, int]) -> None:
        self.columns = columns
        self.place = all_columns.index(columns[0])
        self.stop = self.place + len(columns)
        self._styles = styles
        letters = [column_letters(number).encode() for number in columns]
        self._letters = letters
        self._heads = [b'<c r="' + each for each in letters]
        self._expression = re.compile(b"".join(PLAIN_CELL % each for each in letters))
        self._absent: tuple[bytes | None, ...] = (None,) * len(columns)
        self._bare = [place for place, column in enumerate(columns) if not styles.get(column)]
        self._new: dict[tuple[tuple[DateKind | None, ...] | None, tuple[int, ...]], bytes] = {}
        self._known: dict[tuple[bytes | None, ...], tuple[bytes, list[int], int]] = {}

    def find(self, row: bytes, number: bytes) -> tuple[int, int, tuple[bytes | None, ...]] | None:
        """Where the run's cells begin and end, and their attributes (None where there is no cell); None if unsure."""
        name = number + b'"'
        start = -1
        for head in self._heads:
            start = row.find(head + name)
            if start >= 0:
                break
        else:
            last = row.rfind(b"<c ")
            cell = NEXT_CELL.match(row, last) if last >= 0 else None
            if (last >= 0 and cell is None) or b"extLst" in row[last:]:
                return None
            if cell is not None and column_number(cell[1].decode()) >= self.columns[0]:
                return None
            return len(row), len(row), self._absent
        match = self._expression.match(row, start)
        if match is None:
            return None
        end = match.end()
        if end != len(row):
            cell = NEXT_CELL.match(row, end)
            if cell is None or column_number(cell[1].decode()) <= self.columns[-1]:
                return None
        return start, end, match.groups()

    def render(
        self,
        key: tuple[bytes | None, ...],
        tails: tuple[bytes, ...],
        kinds: tuple[DateKind | None, ...] | None,
        number: bytes,
        state: SheetState,
    ) -> tuple[bytes, int]:
        """The new cells, and how many shared strings they replace."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._learn(key, state)
        pattern, styles, shared = known
        if kinds is None and (None not in key or BLANK not in tails):  # blanks are not added where there was no cell
            return (pattern % tails).replace(ROW_MARK, number), shared
        out = []
        for place, tail in enumerate(tails):
            if tail == BLANK and key[place] is None and not self._styles.get(self.columns[place]):
                continue
            kind = kinds[place] if kinds else None
            style = styles[place] if kind is None else state.styles.dated(styles[place], kind)
            mark = b' s="%d"' % style if style else b""
            out.append(b'<c r="' + self._letters[place] + number + b'"' + mark + tail)
        return b"".join(out), shared

    def render_new(
        self, tails: tuple[bytes, ...], kinds: tuple[DateKind | None, ...] | None, number: bytes, state: SheetState
    ) -> bytes:
        """The cells of a row that is not there yet; a blank is written where the column has a style."""
        skipped = tuple([place for place in self._bare if tails[place] == BLANK])
        key = (kinds, skipped)
        pattern = self._new.get(key)
        if pattern is None:
            if len(self._new) >= MEMO_LIMIT:
                self._new.clear()
            pattern = self._new[key] = self._pattern(kinds, frozenset(skipped), state)
        if skipped:
            gone = set(skipped)
            tails = tuple([tail for place, tail in enumerate(tails) if place not in gone])
        return (pattern % tails).replace(ROW_MARK, number)

    def _pattern(self, kinds: tuple[DateKind | None, ...] | None, skipped: frozenset[int], state: SheetState) -> bytes:
        _, styles, _ = self._learn(self._absent, state)
        cells = []
        for place, letters in enumerate(self._letters):
            if place in skipped:
                continue
            kind = kinds[place] if kinds else None
            style = styles[place] if kind is None else state.styles.dated(styles[place], kind)
            cells.append(b'<c r="' + letters + ROW_MARK + b'"' + (b' s="%d"' % style if style else b"") + b"%b")
        return b"".join(cells)

    def _learn(self, key: tuple[bytes | None, ...], state: SheetState) -> tuple[bytes, list[int], int]:
        styles = []
        for column, text in zip(self.columns, key, strict=True):
            match = STYLE.search(text or b"")
            own = state.column_style(column) if text is None else int(match[1]) if match else 0
            state.used_styles.add(own)
            styles.append(self._styles.get(column, own))
        cells = [
            b'<c r="' + letters + ROW_MARK + b'"' + (b' s="%d"' % style if style else b"") + b"%b"
            for letters, style in zip(self._letters, styles, strict=True)
        ]
        return b"".join(cells), styles, sum(b't="s"' in (text or b"") for text in key)


def contiguous(numbers: Sequence[int]) -> list[list[int]]:
    """Neighbouring numbers together: [2, 3, 7] -> [[2, 3], [7]]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
