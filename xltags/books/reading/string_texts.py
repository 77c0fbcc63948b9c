"""The texts of many shared strings at once, out of their raw XML."""

from collections.abc import Iterator

from xltags.books.opc.xmltext import NotXmlTextError, text_from_xml

ITEM_END = b"</si>"
KEEP_SPACE = b' xml:space="preserve">'
TEXT_ONLY = b"<t>"
SPACED_TEXT = TEXT_ONLY[:-1] + KEEP_SPACE
FIRST_PLAIN, LAST_PLAIN = b"<si>" + TEXT_ONLY, b"</t>" + ITEM_END
BETWEEN = LAST_PLAIN + FIRST_PLAIN  # two plain items
SIGNS = ("&", "_x", "\r")  # what needs care in a text


def decode_texts(raws: list[bytes]) -> list[str]:
    """The texts of raw XML character data; decoded in one go where nothing needs care, which is five times as fast."""
    joined = b"\0".join(raws)
    if joined.count(b"\0") != len(raws) - 1:
        return [text_from_xml(raw) for raw in raws]
    return _decode_joined(joined)


def plain_texts(items: bytes) -> list[str]:
    """The texts of items that are `<si><t>text</t></si>` to the byte; none if one of them is not, or is no XML text."""
    items = items.replace(SPACED_TEXT, TEXT_ONLY)
    if b"\0" in items or not items.startswith(FIRST_PLAIN) or not items.endswith(LAST_PLAIN):
        return []
    raws = items[len(FIRST_PLAIN) : -len(LAST_PLAIN)].replace(BETWEEN, b"\0")
    try:
        return [] if b"<" in raws else _decode_joined(raws)
    except (UnicodeDecodeError, NotXmlTextError):
        return []


def _decode_joined(raws: bytes) -> list[str]:
    """The texts of raw XML character data with a NUL between each two."""
    joined = raws.decode()
    texts = joined.split("\0")
    for place in {place for sign in SIGNS for place in _places(sign, joined)}:
        texts[place] = text_from_xml(texts[place].encode())
    return texts


def _places(sign: str, joined: str) -> Iterator[int]:
    """Which of the texts, with a NUL between each two, hold a sign."""
    place = start = 0
    while (found := joined.find(sign, start)) >= 0:
        place += joined.count("\0", start, found)
        yield place
        start = joined.find("\0", found)
        if start < 0:
            break
