"""Numbers read out of bytes, many at a time: the decimal texts of a sheet as arrays, without a loop over cells."""

import re
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Positions: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

DECIMAL = re.compile(r"[ \t\r\n]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[ \t\r\n]*\Z")
EXACT_MANTISSA = 1 << 53
POWERS = 10.0 ** np.arange(23)  # every one of them is exact as a float
LONGEST = 18  # digits and point that fit into 63 bits whatever they are


def parse_decimal(text: str) -> float | None:
    """The number that a decimal text stands for, or None: what XML Schema calls a double, without INF and NaN.

    >>> parse_decimal("-1.5e3"), parse_decimal("1_000"), parse_decimal("12abc"), parse_decimal("1e999")
    (-1500.0, None, None, None)
    """
    if not DECIMAL.match(text):
        return None
    number = float(text)
    return None if number in (float("inf"), float("-inf")) else number


def decode_integers(data: Bytes, start: Positions, length: Positions) -> tuple[Positions, Flags]:
    """The whole numbers written at `start` in `length` digits, and which of them are no such thing.

    Bad: a byte that is no digit, no digit at all, more than 18 digits.
    """
    value = np.zeros(len(start), dtype=np.int64)
    bad = (length < 1) | (length > LONGEST)
    for place in range(min(int(length.max(initial=0)), LONGEST)):
        active = length > place
        digit = data[start + place] - np.uint8(48)  # unsigned: all that is no digit wraps above 9
        bad |= active & (digit > 9)
        value = np.where(active, value * 10 + digit, value)
    return value, bad


def decode_numbers(data: Bytes, start: Positions, length: Positions) -> tuple[NDArray[np.float64], Flags]:
    """The numbers written at `start` in `length` bytes as floats, correctly rounded, and which are no numbers.

    A plain decimal whose digits, read as a whole number, stay below 2**53 is that number divided by a power of ten:
    both exact, so one division rounds correctly (Clinger, How to read floating point numbers accurately, 1990). All
    else (exponents, 17 digits) goes through `float`.
    """
    negative = data[start] == 45
    size = length - negative
    order = np.argsort(np.uint8(255) - np.clip(size, 0, 255).astype(np.uint8), kind="stable")  # longest first
    begin, size, negative = (start + negative)[order], size[order], negative[order]
    mantissa = np.zeros(len(order), dtype=np.int64)
    decimals = np.zeros(len(order), dtype=np.int64)
    dots = np.zeros(len(order), dtype=np.int64)
    odd = (size < 1) | (size > LONGEST)
    reach = np.searchsorted(-size, -np.arange(LONGEST), side="left")  # how many are longer than 0, 1, 2 ...
    for place, count in enumerate(reach.tolist()):
        if not count:
            break
        byte = data[begin[:count] + place]
        digit = byte - np.uint8(48)
        is_digit, is_dot = digit < 10, byte == 46
        odd[:count] |= ~(is_digit | is_dot)
        mantissa[:count] = np.where(is_digit, mantissa[:count] * 10 + digit, mantissa[:count])
        decimals[:count] += is_digit & (dots[:count] > 0)
        dots[:count] += is_dot
    odd |= (dots > 1) | (mantissa > EXACT_MANTISSA) | (size - dots < 1)
    decimals[odd] = 0
    number = mantissa / POWERS[decimals]
    np.negative(number, out=number, where=negative)
    result = np.empty_like(number)
    result[order] = number
    bad = np.zeros(len(order), dtype=np.bool_)
    for index in order[odd].tolist():
        text = data[start[index] : start[index] + length[index]].tobytes().decode("utf-8", "replace")
        parsed = parse_decimal(text)
        bad[index] = parsed is None
        result[index] = 0.0 if parsed is None else parsed
    return result, bad
