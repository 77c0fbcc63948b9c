"""The workbook's styles: what a style id means, and new styles appended behind the ones that are there."""

import re
from collections.abc import Sequence
from functools import lru_cache

from xltags.books.writing.cell_text import DateKind
from xltags.books.writing.markup import (
    Element,
    attributes,
    children,
    drop_attribute,
    escaped_attribute,
    opening,
    root_of,
    set_attribute,
    splice,
)
from xltags.books.writing.parts import Parts
from xltags.core.errors import WorkbookError

DATE_FORMATS: dict[DateKind, str] = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm:ss",
    "time": "hh:mm:ss",
    "duration": "[h]:mm:ss",
}
BUILTIN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
FIRST_CUSTOM = 164
# CT_Stylesheet is a sequence: a collection that is missing is added behind those that come before it.
ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")


@lru_cache(maxsize=512)
def is_date_format(code: str) -> bool:
    """Whether a number format shows dates, times or durations.

    >>> is_date_format("yyyy-mm-dd"), is_date_format("0.00"), is_date_format('[Red]0" days"'), is_date_format("[h]:mm")
    (True, False, False, True)
    """
    plain = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', "", code.partition(";")[0], flags=re.IGNORECASE)
    return re.search(r"[ymdhs]", plain, re.IGNORECASE) is not None and "general" not in plain.lower()


class StyleSheet:
    """The styles part, opened for reading and for appending. Style ids count from 0 and never change their meaning.

    What is asked for twice is added once, so a second write of the same kind adds nothing.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        links = parts.related(parts.package.workbook_part, "styles")
        if not links or links[0].target is None or not parts.has(links[0].target):
            raise WorkbookError(
                f"{parts.package.path}: has no styles part; open the workbook in Excel and save it again",
                code="FILE006",
            )
        self.part = links[0].target
        self._xml = parts.read(self.part)
        self._root = root_of(self._xml, parts.package.place(self.part))
        self.prefix = self._root.prefix
        self._children = {each.name: each for each in children(self._xml, self._root)}
        self._lists: dict[str, list[bytes]] = {}
        self._places: dict[str, dict[bytes, int]] = {}
        self._formats = self._read_formats()
        self._restyled: dict[tuple[int, str], int] = {}

    def number_format(self, style: int) -> int:
        """The number format id of a style; 0 (General) for an id that does not exist."""
        return self._number(style, "numFmtId")

    def is_date(self, style: int) -> bool:
        """Whether a cell of that style shows a date, a time or a duration."""
        number = self.number_format(style)
        return number in BUILTIN_DATES or is_date_format(self._formats.get(number, "0"))

    def is_locked(self, style: int) -> bool:
        """Whether a cell of that style is locked once its sheet is protected; the default is yes."""
        xf = self._xf(style)
        protection = re.search(rb"<[\w:]*protection\b[^>]*>", xf)
        return protection is None or attributes(protection[0]).get("locked", "1") in ("1", "true")

    def dated(self, style: int, kind: DateKind) -> int:
        """The style for a date in a cell of that style: itself if it shows dates, else its twin with a date format."""
        return style if self.is_date(style) else self.formatted(style, DATE_FORMATS[kind])

    def formatted(self, style: int, code: str) -> int:
        """The twin of a style with another number format."""
        known = self._restyled.get((style, code))
        if known is None:
            xf = self._xf(style) or self._xf(0)
            tag, rest = _cut_tag(xf)
            tag = set_attribute(tag, "numFmtId", str(self.format_id(code)))
            tag = drop_attribute(set_attribute(tag, "applyNumberFormat", "1"), "quotePrefix")
            known = self._restyled[style, code] = self.add("cellXfs", tag + rest)
        return known

    def format_id(self, code: str) -> int:
        """The id of a number format, added if it is new."""
        for number, each in sorted(self._formats.items()):
            if each == code:
                return number
        number = max([FIRST_CUSTOM - 1, *self._formats]) + 1
        self._formats[number] = code
        new = f'<{self.prefix}numFmt numFmtId="{number}" formatCode="'.encode() + escaped_attribute(code) + b'"/>'
        self.add("numFmts", new)
        return number

    def add(self, collection: str, new: bytes) -> int:
        """The index of an element in `fonts`, `fills`, `borders`, `cellXfs`, `dxfs` ..., added if it is not there."""
        items = self._items(collection)
        places = self._places[collection]
        if new not in places:
            places[new] = len(items)
            items.append(new)
        return places[new]

    def default_font_name(self) -> str:
        """The font of plain cells, so that new sheets look like the rest of the workbook."""
        fonts = self._items("fonts")
        match = re.search(rb"<[\w:]*name\b[^>]*>", fonts[0]) if fonts else None
        return attributes(match[0]).get("val", "Calibri") if match else "Calibri"

    def save(self) -> None:
        """Puts the styles back among the parts."""
        changes = []
        for name in ORDER:
            if name not in self._lists:
                continue
            items = self._lists[name]
            parent = self._children.get(name)
            old = len(children(self._xml, parent)) if parent else 0
            if len(items) == old:
                continue
            new = b"".join(items[old:])
            tag_name = f"{self.prefix}{name}".encode()
            if parent is None or parent.closed:
                block = b'<%b count="%d">%b</%b>' % (tag_name, len(items), new, tag_name)
                place = (parent.start, parent.end) if parent else (self._behind(name),) * 2
                changes.append((*place, block))
                continue
            tag = set_attribute(opening(self._xml, parent), "count", str(len(items)))
            changes += [(parent.start, parent.inner, tag), (parent.inner_end, parent.inner_end, new)]
        self._parts.put(self.part, splice(self._xml, changes))

    def _behind(self, name: str) -> int:
        before = [self._children[each].end for each in ORDER[: ORDER.index(name)] if each in self._children]
        return max(before, default=self._root.inner)

    def _items(self, collection: str) -> list[bytes]:
        if collection not in self._lists:
            parent = self._children.get(collection)
            found: Sequence[Element] = children(self._xml, parent) if parent else ()
            items = [self._xml[each.start : each.end] for each in found]
            self._lists[collection] = items
            self._places[collection] = {item: place for place, item in reversed(list(enumerate(items)))}
        return self._lists[collection]

    def _xf(self, style: int) -> bytes:
        items = self._items("cellXfs")
        return items[style] if 0 <= style < len(items) else b""

    def _number(self, style: int, name: str) -> int:
        text = attributes(_cut_tag(self._xf(style))[0]).get(name, "0")
        return int(text) if text.isdigit() else 0

    def _read_formats(self) -> dict[int, str]:
        tags = [attributes(_cut_tag(item)[0]) for item in self._items("numFmts")]
        return {int(tag["numFmtId"]): tag.get("formatCode", "") for tag in tags if tag.get("numFmtId", "").isdigit()}


def _cut_tag(element: bytes) -> tuple[bytes, bytes]:
    """An element's opening tag and the rest."""
    end = element.find(b">") + 1
    return element[:end], element[end:]
