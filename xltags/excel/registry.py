"""The formulas and the ribbon buttons that xltags has, each registered where it is written.

xlwings' own decorators do nothing off Windows and leave no trace, so the VBA wrappers, the ribbon and the documents are
made from these registries.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from xltags.core.finding import Language

Needs = Literal["nothing", "workbook", "customers"]
FORMULA_MODULE = "xltags.excel.udfs"
ACTION_MODULES = "actions"  # what the names of modules with buttons begin with


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a formula, with the help that the function wizard shows for it."""

    name: str
    help: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A worksheet function. `help` is what the function wizard shows: at most 255 characters."""

    name: str
    help: str
    arguments: tuple[Argument, ...]
    function: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does: a function over a book that gives the line to show.

    `labels` and `tips` are by language; `needs` says when the button can be pressed. `asks` is the question that Excel
    puts first, by language, empty for none; the answer is what the action works on.
    """

    name: str
    labels: Mapping[Language, str]
    tips: Mapping[Language, str]
    needs: Needs
    function: Callable[..., Any]
    asks: Mapping[Language, str]


FORMULAS: dict[str, Formula] = {}
ACTIONS: dict[str, Action] = {}


def udf(**helps: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a worksheet function and return it unchanged.

    Args:
        helps: an argument's name -> its help. The function's own help is the first line of its docstring; an argument
            with a default value may be left out in Excel.

    Raises:
        ValueError: the helps do not fit the arguments.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        parameters = inspect.signature(function).parameters
        if list(parameters) != list(helps):
            raise ValueError(f"{function.__name__} takes {list(parameters)}, its help describes {list(helps)}")
        arguments = tuple(
            Argument(name, helps[name], optional=parameter.default is not inspect.Parameter.empty)
            for name, parameter in parameters.items()
        )
        help = (inspect.getdoc(function) or "").partition("\n")[0]
        FORMULAS[function.__name__] = Formula(function.__name__, help, arguments, function)
        return function

    return register


def action(
    *,
    labels: tuple[str, str, str],
    tips: tuple[str, str, str],
    needs: Needs = "customers",
    asks: tuple[str, str, str] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register what a button does and return the function unchanged; the action bears the function's name.

    Args:
        labels, tips, asks: in English, Chinese and Vietnamese.
        needs: a workbook, one with a table of customers, or nothing at all.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        languages: tuple[Language, ...] = ("en", "zh", "vi")
        ACTIONS[function.__name__] = Action(
            function.__name__,
            dict(zip(languages, labels, strict=True)),
            dict(zip(languages, tips, strict=True)),
            needs,
            function,
            dict(zip(languages, asks, strict=True)) if asks else {},
        )
        return function

    return register


def load_formulas() -> dict[str, Formula]:
    """Every formula, in the order in which they are written."""
    importlib.import_module(FORMULA_MODULE)
    return dict(FORMULAS)


def load_actions() -> dict[str, Action]:
    """Every action of the package, by module, and in the order in which they are written there."""
    import xltags.excel as package

    for module in pkgutil.iter_modules(package.__path__):
        if module.name.startswith(ACTION_MODULES):
            importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(ACTIONS)
