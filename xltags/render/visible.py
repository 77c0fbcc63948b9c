"""Characters that a document cannot hold, or that nobody sees, written so that they can be read."""

import re

_UNHELD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 has no way to write
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """A text that XML 1.0, and any reader of JSON, can hold: other control characters and lone surrogates in words.

    >>> visible("bell\\x07, half a pair\\ud800, two\\nlines")
    'bell\\\\x07, half a pair\\\\ud800, two\\nlines'
    """
    return _UNHELD.sub(_in_words, text)


def on_one_line(text: str) -> str:
    """The same with line ends and tabs in words too.

    >>> on_one_line("two\\nlines")
    'two\\\\x0alines'
    """
    return _UNSEEN.sub(_in_words, text)


def _in_words(matched: re.Match[str]) -> str:
    number = ord(matched[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
