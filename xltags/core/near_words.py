"""The one of a few known words that a mistyped one probably was: a key, a code, the name of a report."""

from collections.abc import Iterable

LEAST_LIKENESS = 0.6  # 0..1: of ten letters four may be wrong, which keeps other words of the same list out
LONG = 9  # letters of a word in which two may be wrong
_LETTERS = 1_000  # of a word that are looked at; a longer one is no slip of the fingers


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The known word with the fewest slips from `word`, the earlier one of two; "" where none is near.

    A slip is a letter too many, one too few, another one, or two in the wrong order.

    >>> nearest_word("purty", ["tiers", "purity"]), nearest_word("TGA", ["TAX", "TAG"]), nearest_word("x", ["a"])
    ('purity', 'TAG', '')
    """
    from rapidfuzz.distance import OSA

    best, nearest = 0.0, ""
    for each in known:
        likeness = OSA.normalized_similarity(word[:_LETTERS].lower(), each.lower())
        if likeness > best and likeness >= LEAST_LIKENESS:
            best, nearest = likeness, each
    return nearest


def slip_of(word: str, known: Iterable[str]) -> str:
    """The known word that differs from `word` by one slip, or by two if it is long; "" where none does.

    >>> slip_of("Custmers", ["Tags", "Customers"]), slip_of("Cusotmres", ["Customers"]), slip_of("Tgs", ["Bands"])
    ('Customers', 'Customers', '')
    """
    from rapidfuzz.distance import OSA

    nearest = nearest_word(word, known)
    slips = OSA.distance(word[:_LETTERS].lower(), nearest.lower())
    return nearest if slips <= (2 if len(nearest) >= LONG else 1) else ""


def hint(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """What a message ends with: the nearest word, or all that are known behind `otherwise`.

    >>> hint("ignroe", ["select", "ignore"], otherwise="keys are"), hint("x", ["select"], otherwise="keys are")
    ("did you mean 'ignore'?", 'keys are select')
    """
    words = list(known)
    nearest = nearest_word(word, words)
    return f"did you mean {nearest!r}?" if nearest else f"{otherwise} {', '.join(words)}"


def code_hint(code: str, known: Iterable[str]) -> str:
    """What a message about an unknown code ends with: the code of the same number and nearly the same letters.

    >>> code_hint("TGA001", ["TAG001", "TAG010"]), code_hint("TAG999", ["TAG001"])
    ("did you mean 'TAG001'?", '`xltags explain` lists them all')
    >>> code_hint("PKG050", ["TAG001"])
    '`xltags doctor` looks for it'
    """
    codes = list(known)
    if code.startswith("PKG") and not any(each.startswith("PKG") for each in codes):  # a rule of the file itself
        return "`xltags doctor` looks for it"
    nearest = nearest_word(code, (each for each in codes if _number(each) == _number(code)))
    return f"did you mean {nearest!r}?" if nearest else "`xltags explain` lists them all"


def _number(code: str) -> str:
    return "".join(letter for letter in code if letter.isdigit()).lstrip("0")
