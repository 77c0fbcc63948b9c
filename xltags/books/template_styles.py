"""The looks of the workbook: one font, one brand hue, tier colours, and a style for each kind of cell."""

from dataclasses import dataclass, field
from typing import Any, Literal

HeaderKind = Literal["main", "tags", "sales", "computed"]
SheetKind = Literal["guide", "rules", "data", "results"]

FONT = "Arial"
INK = "#1F2937"
MUTED = "#6B7280"
BRAND = "#1F4E79"
LINE = "#D9D9D9"
INPUT_FILL = "#FFFCF2"
INPUT_INK = "#1F3FBF"
COMPUTED_FILL = "#F0F3F6"
FAULT_FILL = "#F8D7DA"
FAULT_INK = "#A61B2B"
# Headings tell what kind of column stands below: facts, tags, what became of the lead, what xltags fills.
HEADER_FILLS: dict[HeaderKind, str] = {"main": BRAND, "tags": "#2F7F86", "sales": "#7A5A2B", "computed": "#59636E"}
# In charts beside the brand's hue: what is only compared with, bars with whiskers, a line over bars.
SECOND, TINT, ACCENT = "#C3CFDC", "#7B9CBF", "#B45309"
TIER_FILLS = {"A": "#1E8E5A", "B": "#E0A100", "C": "#8AA4BF", "D": "#B9BEC6"}
TIER_INKS = {"A": "#FFFFFF", "B": "#1F2937", "C": "#1F2937", "D": "#1F2937"}
# Colours of conditional formats; a strike or bold letters tell the same without colour.
LOOKS: dict[str, dict[str, object]] = {
    "fault": {"bg_color": FAULT_FILL, "font_color": FAULT_INK},
    "missing": {"bg_color": "#FBE3E6"},
    "retired": {"font_color": MUTED, "font_strikeout": True},
    "overdue": {"bg_color": "#FDE9C8", "font_color": "#8A4B00", "bold": True},
}
# Sheets stand in this order, each kind with its tab colour.
TABS: dict[SheetKind, str] = {"guide": MUTED, "rules": "#7F6000", "data": "#E0A800", "results": BRAND}
NUMBER_FORMATS = {
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "integer": "#,##0",
    "number": "General",  # "#,##0.##" would leave a point behind whole numbers
    "money": "#,##0",
    "percent": "0%",
    "key": "@",
}


@dataclass
class Styles:
    """The formats of one workbook, each made once. `workbook` is an xlsxwriter workbook, which has no types."""

    workbook: Any
    made: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)

    def style(self, **properties: object) -> Any:
        """A format with the workbook's font and these properties."""
        full = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(full.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(full)
        return self.made[key]

    def cell(self, kind: str, *, computed: bool) -> Any:
        """A cell of a table: pale cream and blue where people type, pale grey where xltags writes.

        `kind` is a number format, "wrap", or "left" for values of any type that stand under one another.
        """
        properties: dict[str, object] = {"border": 1, "border_color": LINE}
        if computed:
            properties |= {"bg_color": COMPUTED_FILL}
        else:
            properties |= {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "locked": False}
        if kind in NUMBER_FORMATS:
            properties["num_format"] = NUMBER_FORMATS[kind]
        if kind == "wrap":
            properties |= {"text_wrap": True}
        right = kind in NUMBER_FORMATS and kind not in ("key", "date", "month")
        properties |= {"align": "right" if right else "left", "indent": 1}  # else texts touch the lines between cells
        return self.style(**properties)

    def rule(self, **properties: object) -> Any:
        """The look of a conditional format, which changes nothing but these properties."""
        key = (("rule", True), *sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(properties)
        return self.made[key]

    def header(self, kind: HeaderKind = "main") -> Any:
        """A column heading."""
        white, fill = "#FFFFFF", HEADER_FILLS[kind]
        return self.style(
            bold=True, bg_color=fill, font_color=white, border=1, border_color=white, text_wrap=True, indent=1
        )
