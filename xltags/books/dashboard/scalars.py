"""Single values that formulas work on: errors among them, and a value as a number, as text, as a condition."""

from datetime import date, datetime

from xltags.core.values import CellFault, Value

EPOCH = date(1899, 12, 30).toordinal()


class Fault(Exception):  # noqa: N818  # it is a value too, as in a cell
    """An error as cells show it, such as `#N/A`: raised by functions, held by cells."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Scalar = float | str | bool | Fault | None
NOT_FOUND, NO_VALUE, NO_REFERENCE, NO_NUMBER, BY_ZERO = "#N/A", "#VALUE!", "#REF!", "#NUM!", "#DIV/0!"


class NotCalculable(Exception):  # noqa: N818  # it says what is known of a cell: nothing
    """A formula goes beyond what is calculated here, or reads a cell whose own result is not known."""


def number(value: Scalar) -> float:
    """A value as a number, as arithmetic takes it.

    Raises:
        Fault: it is an error, or text that is no number.
    """
    if isinstance(value, float):  # first of all, as most are
        return value
    if isinstance(value, Fault):
        raise value
    if value is None:
        return 0.0
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise Fault(NO_VALUE) from None
    return float(value)


def text(value: Scalar) -> str:
    """A value as text, as `&` takes it.

    Raises:
        Fault: it is an error.
    """
    if isinstance(value, Fault):
        raise value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else value


def truth(value: Scalar) -> bool:
    """A value as a condition.

    Raises:
        Fault: it is an error or text.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        raise Fault(NO_VALUE)
    return number(value) != 0


def cell_value(value: Value | None) -> Scalar:
    """A record's value as its cell holds it: dates are day numbers."""
    if value is None or value == "":
        return None
    if isinstance(value, CellFault):
        return Fault(value.text)
    if isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return float(value.toordinal() - EPOCH) + seconds / 86_400
    if isinstance(value, date):
        return float(value.toordinal() - EPOCH)
    return float(value) if isinstance(value, (int, float)) else str(value)
