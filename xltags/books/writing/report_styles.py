"""The looks of report sheets: appended to the workbook's styles once, found again on the next write."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltags.books.report_sheet import ColumnFormat, NoteStyle
from xltags.books.template_styles import TIER_FILLS, TIER_INKS
from xltags.books.writing.markup import escaped_attribute
from xltags.books.writing.styles import StyleSheet

BRAND = "FF1F4E79"
GREY = "FF595959"
LINK = "FF0563C1"
FORMATS: Mapping[ColumnFormat, str] = {
    "text": "General",
    "int": "#,##0",
    "number": "#,##0.00",
    "percent": "0.0%",
    "interval": "0.0%",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "money": "#,##0",
    "wrap": "General",
    "tier": "General",
}
TEXTS: Mapping[ColumnFormat, str] = {
    "tier": 'horizontal="left" vertical="center" indent="1"',
    "text": 'horizontal="left" vertical="center" indent="1"',
    "wrap": 'horizontal="left" vertical="center" wrapText="1" indent="1"',
}
NUMBERS = frozenset(FORMATS) - frozenset(TEXTS)
ALIGNMENTS = {**dict.fromkeys(NUMBERS, 'horizontal="right" vertical="center" indent="1"'), **TEXTS}


@dataclass(frozen=True, slots=True)
class ReportStyles:
    """Style ids of a report sheet."""

    title: int
    subtitle: int
    header: int
    number_header: int
    columns: Mapping[ColumnFormat, int]
    notes: Mapping[NoteStyle, int]
    tiers: Mapping[str, int] = field(default_factory=dict)


def report_styles(styles: StyleSheet, *, tiers: bool = False) -> ReportStyles:
    """The style ids, in the workbook's own font; what is missing is added.

    Args:
        tiers: with the conditional looks of tiers.
    """
    name = styles.default_font_name()
    plain = _font(styles, name, 10)
    bold = _font(styles, name, 10, bold=True)
    white = _font(styles, name, 10, bold=True, color="FFFFFFFF")
    grey = _font(styles, name, 10, color=GREY)
    prefix = styles.prefix
    fill = styles.add(
        "fills",
        f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="{BRAND}"/>'
        f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'.encode(),
    )
    columns: dict[ColumnFormat, int] = {
        each: _style(styles, grey if each == "interval" else plain, code=code, align=ALIGNMENTS.get(each, ""))
        for each, code in FORMATS.items()
    }
    notes: dict[NoteStyle, int] = {
        "text": _style(styles, plain),
        "note": _style(styles, grey),
        "bold": _style(styles, bold),
        "wrap": columns["wrap"],
        "link": _style(styles, _font(styles, name, 10, color=LINK, underline=True)),
    }
    return ReportStyles(
        title=_style(styles, _font(styles, name, 18, bold=True, color=BRAND)),
        subtitle=_style(styles, grey),
        header=_style(styles, white, fill=fill, align='horizontal="left" vertical="center" wrapText="1" indent="1"'),
        number_header=_style(
            styles, white, fill=fill, align='horizontal="right" vertical="center" wrapText="1" indent="1"'
        ),
        columns=columns,
        notes=notes,
        tiers=_tier_looks(styles) if tiers else {},
    )


def _tier_looks(styles: StyleSheet) -> dict[str, int]:
    """The conditional look of each tier: its colours are the same in every sheet and chart."""
    prefix = styles.prefix
    return {
        tier: styles.add(
            "dxfs",
            f'<{prefix}dxf><{prefix}font><{prefix}color rgb="FF{TIER_INKS[tier].lstrip("#")}"/></{prefix}font>'
            f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}bgColor rgb="FF{fill.lstrip("#")}"/>'
            f"</{prefix}patternFill></{prefix}fill></{prefix}dxf>".encode(),
        )
        for tier, fill in TIER_FILLS.items()
    }


def _font(
    styles: StyleSheet, name: str, size: int, *, bold: bool = False, underline: bool = False, color: str = ""
) -> int:
    prefix = styles.prefix
    inner = (f"<{prefix}b/>" if bold else "") + (f"<{prefix}u/>" if underline else "") + f'<{prefix}sz val="{size}"/>'
    inner += f'<{prefix}color rgb="{color}"/>' if color else f'<{prefix}color theme="1"/>'
    named = f'<{prefix}name val="'.encode() + escaped_attribute(name) + f'"/><{prefix}family val="2"/>'.encode()
    return styles.add("fonts", f"<{prefix}font>{inner}".encode() + named + f"</{prefix}font>".encode())


def _style(styles: StyleSheet, font: int, *, code: str = "General", fill: int = 0, align: str = "") -> int:
    prefix = styles.prefix
    number = 0 if code == "General" else styles.format_id(code)
    text = f'<{prefix}xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0"'
    text += ' applyNumberFormat="1"' if number else ""
    text += ' applyFont="1"' + (' applyFill="1"' if fill else "")
    if not align:
        return styles.add("cellXfs", f"{text}/>".encode())
    return styles.add("cellXfs", f'{text} applyAlignment="1"><{prefix}alignment {align}/></{prefix}xf>'.encode())
