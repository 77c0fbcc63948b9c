"""The looks of a native chart as XML: colours, letters, titles."""

from xltags.books.template_styles import FONT
from xltags.books.writing.markup import escaped_attribute

INK, MUTED, LINE, BRAND = "404040", "7F7F7F", "E3E6EA", "1F4E79"
FACE = f'<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/>'


def is_dark(color: str) -> bool:
    """Whether white can be read on it better than black, by the weights of WCAG's relative luminance."""
    red, green, blue = (int(color[place : place + 2], 16) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 140


def fill(color: str) -> str:
    """One plain colour."""
    return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'


def _pen(color: str) -> str:
    """The colour and face of letters."""
    return fill(color) + FACE


def lettering(size: int, color: str) -> str:
    """How texts are written; `size` in hundredths of a point."""
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">{_pen(color)}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def title_xml(text: str, *, size: int, color: str, turned: bool = False, bold: bool = True) -> str:
    """A title with its text; `turned` reads from below, `size` is in hundredths of a point."""
    body = '<a:bodyPr rot="-5400000" vert="horz"/>' if turned else "<a:bodyPr/>"
    shown = escaped_attribute(text).decode()
    looks = f'sz="{size}" b="{int(bold)}"'
    return (
        f"<c:title><c:tx><c:rich>{body}<a:lstStyle/><a:p><a:pPr><a:defRPr {looks}>{_pen(color)}</a:defRPr></a:pPr>"
        f'<a:r><a:rPr lang="en-US" {looks}>{_pen(color)}</a:rPr><a:t>{shown}</a:t></a:r></a:p></c:rich>'
        '</c:tx><c:overlay val="0"/></c:title>'
    )


def axis_title(text: str, *, upright: bool) -> str:
    """The title of an axis, "" where it has none."""
    return title_xml(text, size=900, color=MUTED, turned=upright, bold=False) if text else ""
