"""What is wrong with a value of a TOML file, in words for the person who wrote it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_KINDS = {  # what pydantic calls the fault, up to the first "_" -> what belongs there
    "bool": "must be true or false",
    "int": "must be a whole number",
    "float": "must be a number",
    "date": "must be a day, such as 2026-12-31",
    "string": 'must be a text in quotation marks, such as "text"',
    "tuple": 'must be a list, such as ["one", "two"]',
    "dict": "must be a table, such as { key = value }",
    "mapping": "must be a table, such as { key = value }",
    "model": "must be a table, such as { key = value }",
}
_LONGEST = 40  # letters of a value that are repeated


def first_fault(faults: "list[ErrorDetails]") -> "ErrorDetails":
    """The fault to tell: a mistyped key before what it leaves out."""
    return next((each for each in faults if each["type"] == "extra_forbidden"), faults[0])


def value_fault(fault: "ErrorDetails", *, tables: str = "") -> str:
    """A fault of a value; unknown keys are the caller's, who knows the known ones.

    Args:
        tables: the name of the list of tables that the value should have been; "" where it is none.
    """
    kind, given = fault["type"], repr(fault["input"])
    instead = f", not {given}" if len(given) <= _LONGEST and not isinstance(fault["input"], (dict, list)) else ""
    context = fault.get("ctx", {})
    if kind == "missing":
        return "is missing"
    if kind in ("too_short", "string_too_short"):
        return "is empty; say at least one"
    if kind == "literal_error":
        return f"must be {context['expected']}{instead}"
    if kind == "string_pattern_mismatch":
        return f"{given} is no id; use small letters, digits and _, such as deal_size"
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = f"at least {context['ge']}" if kind == "greater_than_equal" else f"at most {context['le']}"
        return f"must be {bound}{instead}"
    if tables and kind.startswith(("tuple", "model", "dict")):
        return f"must be a list of tables; write [[{tables}]] above each of them"
    wanted = _KINDS.get(kind.partition("_")[0])
    if wanted:
        return f"{wanted}{instead}"
    message = fault["msg"].removeprefix("Value error, ")
    return f"{message[:1].lower()}{message[1:]}"
