"""How wide a text is, in the characters by which Excel measures columns."""


def shown_width(text: str) -> int:
    """The width of a text in characters; Chinese ones count twice.

    >>> shown_width("Win rate"), shown_width("赢率")
    (8, 4)
    """
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a cell of that width: broken between words, and between Chinese characters.

    >>> lines_of("Spend on invalid leads", 9), lines_of("无效线索花费", 8), lines_of("", 5)
    (3, 2, 1)
    """
    lines, used = 1, 0
    for word in text.split():
        wide = shown_width(word)
        if used and used + 1 + wide > width:
            lines, used = lines + 1, 0
        while wide > width and wide > len(word):  # Chinese has no spaces to break at
            lines, wide = lines + 1, wide - int(width)
        used += wide + (1 if used else 0)
    return lines
