"""Text as it stands between XML tags in a workbook, turned into the text that a person sees in the cell."""

import re

ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));|&")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
ESCAPE = re.compile(r"_x([Dd][89ABab][0-9A-Fa-f]{2})__x([Dd][C-Fc-f][0-9A-Fa-f]{2})_|_x([0-9A-Fa-f]{4})_")


class NotXmlTextError(ValueError):
    """Bytes that cannot stand between XML tags: not UTF-8, a stray `&`, an entity that nobody declared."""


def text_from_xml(data: bytes) -> str:
    """The text of raw XML character data: UTF-8, entities, line ends and Excel's own `_xHHHH_` escapes resolved.

    Raises:
        NotXmlTextError: it is no XML text.

    >>> text_from_xml(b"R&amp;D _x0041_ _x005F_x0041_")
    'R&D A _x0041_'
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise NotXmlTextError(str(error)) from error
    if "\r" in text:  # before entities: a written-out &#13; is kept
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = ENTITY.sub(_entity, text)
    return unescape(text)


def unescape(text: str) -> str:
    """Excel's escapes for characters that XML cannot hold, `_x000D_`, resolved once and from left to right.

    A surrogate that has no partner stays as it is written: no text can hold it.

    >>> unescape("_xD83D__xDE00_ _xD83D_")
    '😀 _xD83D_'
    """
    return ESCAPE.sub(_escaped, text) if "_x" in text else text


def _entity(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED[name]
    number = int(hexadecimal, 16) if hexadecimal else int(decimal) if decimal else 0
    if number == 0 or number > 0x10FFFF or 0xD800 <= number < 0xE000:
        raise NotXmlTextError(f"{match[0]!r} is no character")
    return chr(number)


def _escaped(match: re.Match[str]) -> str:
    high, low, single = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    number = int(single, 16)
    return match[0] if 0xD800 <= number < 0xE000 else chr(number)
