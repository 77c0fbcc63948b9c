"""The functions that Dashboard and Card call. `PLAIN` ones take single values, and arrays item by item."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from math import floor, sqrt
from operator import ge, gt, le, lt

from xltags.books.dashboard.operands import Area, Column, Operand, by_value, items, single
from xltags.books.dashboard.scalars import (
    BY_ZERO,
    EPOCH,
    NO_NUMBER,
    NO_VALUE,
    NOT_FOUND,
    Fault,
    NotCalculable,
    Scalar,
    number,
    text,
    truth,
)


def _ordered(value: Scalar) -> tuple[int, float | str]:
    """How Excel sorts values of different types: numbers, texts without case, truths."""
    if isinstance(value, float):
        return 0, value
    if isinstance(value, Fault):
        raise value
    if isinstance(value, bool):
        return 2, float(value)
    return (1, value.casefold()) if isinstance(value, str) else (0, value or 0.0)


def _same(left: Scalar, right: Scalar) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left == right or left.casefold() == right.casefold()
    if left is None and isinstance(right, str):
        left = ""
    if right is None and isinstance(left, str):
        right = ""
    return _ordered(left) == _ordered(right)


def _compared(test: Callable[[tuple[int, float | str], tuple[int, float | str]], bool]) -> Callable[..., Scalar]:
    def compare(left: Scalar, right: Scalar) -> bool:
        if isinstance(left, float) and isinstance(right, float):
            return test((0, left), (0, right))
        return test(_ordered(left), _ordered(right))

    return compare


def _divided(left: Scalar, right: Scalar) -> float:
    amount, by = number(left), number(right)
    if by == 0:
        raise Fault(BY_ZERO)
    return amount / by


def _day(serial: Scalar) -> date:
    return date.fromordinal(int(number(serial)) + EPOCH)


def _date(year: Scalar, month: Scalar, day: Scalar) -> float:
    months = int(number(month)) - 1
    first = date(int(number(year)) + months // 12, months % 12 + 1, 1)
    return float(first.toordinal() - EPOCH + int(number(day)) - 1)


def _round_half_up(value: Scalar, digits: Scalar) -> float:
    scale = 10.0 ** int(number(digits))
    amount = number(value)
    return (floor(abs(amount) * scale + 0.5) / scale) * (1 if amount >= 0 else -1)


def _root(value: Scalar) -> float:
    amount = number(value)
    if amount < 0:
        raise Fault(NO_NUMBER)
    return sqrt(amount)


def _value(value: Scalar) -> float:
    return number(text(value).strip() or "-")


def _middle(value: Scalar, start: Scalar, count: Scalar) -> str:
    first = int(number(start)) - 1
    return text(value)[first : first + int(number(count))]


PLAIN: dict[str, Callable[..., Scalar]] = {
    "+": lambda left, right: number(left) + number(right),
    "-": lambda left, right: number(left) - number(right),
    "*": lambda left, right: number(left) * number(right),
    "/": _divided,
    "^": lambda left, right: number(left) ** number(right),
    "&": lambda left, right: text(left) + text(right),
    "=": _same,
    "<>": lambda left, right: not _same(left, right),
    "<": _compared(lt),
    ">": _compared(gt),
    "<=": _compared(le),
    ">=": _compared(ge),
    "DATE": _date,
    "INT": lambda value: float(floor(number(value))),
    "ISNUMBER": lambda value: isinstance(value, float),
    "LEN": lambda value: float(len(text(value))),
    "MID": _middle,
    "MOD": lambda value, by: number(value) % number(by),
    "MONTH": lambda value: float(_day(value).month),
    "REPT": lambda value, count: text(value) * int(number(count)),
    "ROUND": _round_half_up,
    "SQRT": _root,
    "SUBSTITUTE": lambda value, old, new: text(value).replace(text(old), text(new)),
    "TRIM": lambda value: " ".join(it for it in text(value).split(" ") if it),
    "VALUE": _value,
    "YEAR": lambda value: float(_day(value).year),
}


def _numbers(*operands: Operand) -> list[float]:
    found = []
    for operand in operands:
        for value in items(operand):
            if isinstance(value, Fault):
                raise value
            if isinstance(value, float):
                found.append(value)
    return found


def _index(area: Operand, row: Operand, column: Operand = 0.0) -> Operand:
    if not isinstance(area, Area):
        raise Fault(NO_VALUE)
    down, across = int(number(single(row))), int(number(single(column)))
    return area.part(1, down) if area.height == 1 and not across else area.part(down, across or int(area.width == 1))


def _match(wanted: Operand, area: Operand, nearness: Operand) -> Operand:
    if number(single(nearness)) != 0:
        raise NotCalculable("MATCH finds exact values only")
    values: dict[tuple[int, float | str], float] = {}
    for place, value in enumerate(items(area), start=1):
        if value is not None and not isinstance(value, Fault):
            values.setdefault(_ordered(value), float(place))
    missing = Fault(NOT_FOUND)
    sought, codes = by_value(wanted) or (items(wanted), None)
    found: list[Scalar] = [
        missing if item is None or isinstance(item, Fault) else values.get(_ordered(item), missing) for item in sought
    ]
    if codes is not None:
        return Column(tuple([found[code] for code in codes]))
    return found[0] if len(found) == 1 else Column(tuple(found))


def _ranked(values: list[float], place: Operand) -> float:
    number_of = int(number(single(place)))
    if not 1 <= number_of <= len(values):
        raise Fault(NO_NUMBER)
    return values[number_of - 1]


def _product_sum(*operands: Operand) -> float:
    columns = [items(operand) for operand in operands]
    total = 0.0
    for row in zip(*columns, strict=True):
        product = 1.0
        for value in row:
            if isinstance(value, Fault):
                raise value
            product *= value if isinstance(value, float) else 0.0
        total += product
    return total


def _frequency(values: Operand, limits: Operand) -> Operand:
    bounds = _numbers(limits)
    counts = [0.0] * (len(bounds) + 1)
    for value in _numbers(values):
        counts[bisect_left(bounds, value)] += 1
    return Column(tuple(counts))


def _rows(area: Operand) -> float:
    return float(area.height) if isinstance(area, Area) else float(len(items(area)))


def _row_numbers(area: Operand) -> Operand:
    """As they would be on the sheet: a table's headings stand in row 1."""
    if not isinstance(area, Area):
        raise Fault(NO_VALUE)
    found = tuple(float(row + 2) for row in range(area.top, area.bottom + 1))
    return found[0] if len(found) == 1 else Column(found)


def _is_formula(area: Operand) -> bool:
    if not isinstance(area, Area):
        raise Fault(NO_VALUE)
    return area.grid.is_formula(area.top, area.left)


FUNCTIONS: dict[str, Callable[..., Operand]] = {
    "COUNTA": lambda area: float(sum(value is not None for value in items(area))),
    "FREQUENCY": _frequency,
    "INDEX": _index,
    "LARGE": lambda values, place: _ranked(sorted(_numbers(values), reverse=True), place),
    "MATCH": _match,
    "MAX": lambda *operands: max(_numbers(*operands), default=0.0),
    "MIN": lambda *operands: min(_numbers(*operands), default=0.0),
    "OR": lambda *operands: any(truth(value) for operand in operands for value in items(operand)),
    "ROW": _row_numbers,
    "ROWS": _rows,
    "SMALL": lambda values, place: _ranked(sorted(_numbers(values)), place),
    "SUM": lambda *operands: sum(_numbers(*operands)),
    "SUMPRODUCT": _product_sum,
    "_xlfn.ISFORMULA": _is_formula,
}
