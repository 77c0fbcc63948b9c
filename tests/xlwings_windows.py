"""xlwings' own way from a cell to Python, as it runs on Windows, with stand-ins for Windows' own modules."""

import asyncio
import importlib
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xlwings as xw

from tests import xlwings_engine
from xltags.excel import udfs as formulas

MISSING = -2147352572  # how COM hands over an argument that is left out
NEEDED = (
    "pythoncom",
    "pywintypes",
    "win32com",
    "win32com.client",
    "xlwings._xlwindows",
    "xlwings.com_server",
    "xlwings.udfs",
)


class Marshalled(xw.Range):
    """Stands in for ComRange, which carries a range between threads of COM."""

    def __init__(self, area: Any) -> None:
        super().__init__(impl=area.impl)


def _module(name: str, **content: Any) -> types.ModuleType:
    made = types.ModuleType(name)
    made.__dict__.update(content)
    sys.modules[name] = made
    return made


@contextmanager
def windows_xlwings() -> Iterator[Any]:
    """`xlwings.udfs`, bound to the formulas of the add-in; everything is as before afterwards."""
    before = {name: sys.modules.get(name) for name in NEEDED}
    _module("pythoncom", CoInitialize=lambda *_: None, IID_IDispatch=None)
    _module("pywintypes", com_error=type("com_error", (Exception,), {}), TimeType=type("TimeType", (), {}))
    client = _module("win32com.client", Dispatch=lambda it, **_: it)
    _module("win32com", client=client)
    windows = _module(
        "xlwings._xlwindows", Range=lambda xl: xl, Book=lambda it: it, BOOK_CALLER=None,
        is_range_instance=lambda it: isinstance(it, xlwings_engine.Range),
    )  # fmt: skip
    loop = asyncio.new_event_loop()
    server = _module("xlwings.com_server", loop=loop)
    kept = {name: getattr(xw, name, None) for name in ("_xlwindows", "com_server", "func", "arg", "ret")}
    package: Any = xw
    package._xlwindows, package.com_server = windows, server
    try:
        udfs: Any = importlib.import_module("xlwings.udfs")
        udfs.ComRange = Marshalled
        decorators = types.SimpleNamespace(func=udfs.xlfunc, arg=udfs.xlarg, ret=udfs.xlret)
        formulas.bind_to_excel(decorators)
        yield udfs
    finally:
        loop.close()
        for name, value in kept.items():
            setattr(xw, name, value)
        for name, module in before.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module
