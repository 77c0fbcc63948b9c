"""Damage that knows XML: elements, attributes, texts and the way a part is written."""

import re
from collections.abc import Callable
from random import Random

TAG = re.compile(r"<(/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>")
ATTRIBUTE = re.compile(r"\s+([\w.:-]+)\s*=\s*\"([^\"]*)\"")
TEXT = re.compile(r">([^<>]+)<")
NUMBER = re.compile(r"(?<=[\">])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?=[\"<])")
BAD_CHARACTERS = (
    "\0", "\x0b", "\x1f", "\ufffe", "\uffff", "&#0;", "&#xD800;", "&#x110000;", "&nope;", "&", "<", "]]>",
    "_x0000_", "_xD800_", "_xFFFF_", "\u202e", "\ufeff", "\U0010ffff", "\r", "<!--", "<![CDATA[",
)  # fmt: skip
NUMBERS = (
    "-1", "0", "1", "1.5", "-0", "1e308", "1e309", "-1e999", "NaN", "INF", "", " ", "0x10", "１２", "1_000",
    "+1", "2147483647", "2147483648", "4294967296", "9223372036854775808", "1048577", "16385",
    "99999999999999999999", "2958466", "-693594", "60", "9" * 400, "1e-400", "true", "٣",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-32", "latin-1", "gbk", "cp1258", "ascii", "utf-7", "ebcdic", "no-such-one", "")
OPTIONAL = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gbk", "latin-1")

TextMutator = Callable[[str, Random], str]


def pick(pattern: re.Pattern[str], text: str, random: Random) -> re.Match[str] | None:
    """A match somewhere in the text, the one after a random place; None where there is none."""
    return pattern.search(text, random.randrange(len(text) or 1)) or pattern.search(text)


def replace_match(text: str, match: re.Match[str] | None, new: str, group: int = 0) -> str:
    """The text with a group of a match replaced."""
    return text if match is None else text[: match.start(group)] + new + text[match.end(group) :]


def element_span(text: str, random: Random) -> tuple[int, int]:
    """Where some element begins and ends; an empty span where there is none."""
    opening = pick(TAG, text, random)
    while opening is not None and opening[1]:
        opening = TAG.search(text, opening.end())
    if opening is None:
        return 0, 0
    depth = 0
    for tag in TAG.finditer(text, opening.start()):
        depth += -1 if tag[1] else 0 if tag[4] else 1
        if depth <= 0:
            return opening.start(), tag.end()
    return opening.start(), opening.end()


def drop_element(text: str, random: Random) -> str:
    start, end = element_span(text, random)
    return text[:start] + text[end:]


def repeat_element(text: str, random: Random) -> str:
    start, end = element_span(text, random)
    times = random.choice((1, 1, 1, 2, 300)) if end - start < 2000 else 1
    return text[:end] + text[start:end] * times + text[end:]


def swap_elements(text: str, random: Random) -> str:
    """Two elements in each other's place; one inside the other moves out of it."""
    (start, end), (other, stop) = sorted((element_span(text, random), element_span(text, random)))
    if other < end:
        return text[:start] + text[other:stop] + text[start:other] + text[stop:]
    return text[:start] + text[other:stop] + text[end:other] + text[start:end] + text[stop:]


def empty_element(text: str, random: Random) -> str:
    start, end = element_span(text, random)
    return text[:start] + re.sub(r"(?s)(<[^>]*>).*(</[^>]*>)\Z", r"\1\2", text[start:end]) + text[end:]


def drop_tag(text: str, random: Random) -> str:
    return replace_match(text, pick(TAG, text, random), "")


def rename_tag(text: str, random: Random) -> str:
    return replace_match(text, pick(TAG, text, random), random.choice(("x", "c", "row", "v", "x:c", "mc:Choice")), 2)


def drop_attribute(text: str, random: Random) -> str:
    return replace_match(text, pick(ATTRIBUTE, text, random), "")


def repeat_attribute(text: str, random: Random) -> str:
    match = pick(ATTRIBUTE, text, random)
    return text if match is None else replace_match(text, match, match[0] * 2)


def swap_attributes(text: str, random: Random) -> str:
    """The value of one attribute given to another."""
    source = pick(ATTRIBUTE, text, random)
    return text if source is None else replace_match(text, pick(ATTRIBUTE, text, random), source[2], 2)


def rename_attribute(text: str, random: Random) -> str:
    return replace_match(
        text, pick(ATTRIBUTE, text, random), random.choice(("x", "r", "t", "s", "ref", "xml:space")), 1
    )


def empty_attribute(text: str, random: Random) -> str:
    return replace_match(text, pick(ATTRIBUTE, text, random), random.choice(("", " ", "\n", "\0", "&lt;")), 2)


def change_number(text: str, random: Random) -> str:
    return replace_match(text, pick(NUMBER, text, random), random.choice(NUMBERS))


def change_text(text: str, random: Random) -> str:
    """A text given to another element, or made of white space."""
    source = pick(TEXT, text, random)
    new = source[1] if source is not None and random.random() < 0.6 else random.choice((" ", "\n\t", "　", "\u200b"))
    return replace_match(text, pick(TEXT, text, random), new, 1)


def enlarge(text: str, random: Random) -> str:
    """A text or an attribute of 33,000 or a million letters."""
    huge = random.choice(("A", "中", "=", " ", "&amp;", "_x0041_")) * random.choice((33_000, 33_000, 200_000))
    pattern = random.choice((ATTRIBUTE, TEXT))
    return replace_match(text, pick(pattern, text, random), huge, 2 if pattern is ATTRIBUTE else 1)


def put_bad_character(text: str, random: Random) -> str:
    pattern = random.choice((ATTRIBUTE, TEXT, TEXT, TAG))
    match = pick(pattern, text, random)
    place = random.randint(0, len(text)) if match is None else random.randint(match.start(), match.end())
    return text[:place] + random.choice(BAD_CHARACTERS) + text[place:]


def prefix_names(text: str, random: Random) -> str:
    """All names of one namespace with a prefix, sometimes one that nobody declared."""
    named = re.sub(r"<(/?)(?=[A-Za-z]\w*[\s/>])", r"<\1x:", text)
    return named.replace(" xmlns=", random.choice((" xmlns:x=", " xmlns:x=", " xmlns:y=")), 1)


def change_namespace(text: str, random: Random) -> str:
    match = pick(re.compile(r'xmlns(?::\w+)?="([^"]*)"'), text, random)
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    return replace_match(text, match, random.choice(("", "urn:x", strict, "http://www.w3.org/1999/xhtml")), 1)


def bury(text: str, random: Random) -> str:
    """An element inside many others."""
    start, end = element_span(text, random)
    depth = random.choice((3, 60, 2000))
    return text[:start] + "<a>" * depth + text[start:end] + "</a>" * depth + text[end:]


def declare_encoding(text: str, random: Random) -> str:
    """Another encoding in the first line than the part has."""
    declared = f'<?xml version="{random.choice(("1.0", "1.1", "2"))}" encoding="{random.choice(ENCODINGS)}"?>'
    return declared + re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)


MUTATORS: tuple[TextMutator, ...] = (
    drop_element, drop_element, repeat_element, swap_elements, empty_element, drop_tag, rename_tag, drop_attribute,
    drop_attribute, repeat_attribute, swap_attributes, rename_attribute, empty_attribute, change_number, change_number,
    change_number, change_text, enlarge, put_bad_character, put_bad_character, prefix_names, change_namespace, bury,
    declare_encoding,
)  # fmt: skip


def encoded_otherwise(text: str, random: Random) -> bytes:
    """The part in another encoding, told or not."""
    encoding = random.choice(OPTIONAL)
    if random.random() < 0.5:
        text = text.replace("UTF-8", encoding, 1).replace("utf-8", encoding, 1)
    return text.encode(encoding, "replace")
