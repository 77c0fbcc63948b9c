"""The one entry for buttons: VBA passes the action's name, and everything ends in a message of a few lines."""

import traceback
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from xltags.core.errors import XltagsError
from xltags.excel.desk import Desk
from xltags.excel.registry import load_actions

if TYPE_CHECKING:
    import xlwings as xw

TITLE = "xltags"
FAULT = "last_fault.txt"


def run(command: str) -> None:
    """Do what a button asks for on the workbook in front; never raises.

    Args:
        command: an action's name, and after a colon what it works on, such as "report:purity".
    """
    import xlwings as xw

    book = xw.Book.caller()
    app = book.app
    folder = Path.home() / f".{TITLE}"
    try:
        message = act(book, command, day=date.today(), folder=folder)
    except XltagsError as error:
        message = f"{error} ({error.code})"
    except Exception as error:  # a fault of ours, or of Excel: the person gets a line, the rest is kept for a report
        message = f"fault in xltags: {type(error).__name__}; {_keep(folder)}"
    finally:
        app.status_bar = False  # gives it back to Excel
    if message:
        app.alert(message, TITLE)


def act(book: "xw.Book", command: str, *, day: date, folder: Path) -> str:
    """What an action says when it is done, "" for nothing.

    Raises:
        XltagsError: there is no such action, or it cannot be done.
    """
    name, _, argument = command.partition(":")
    actions = load_actions()
    if name not in actions:
        raise XltagsError(f"xltags has no action {name!r}; install the add-in anew: xltags addin install")
    if actions[name].asks:
        argument = unspelled(argument)
    text: str = actions[name].function(Desk(book, name, day, folder), argument)
    return text


def unspelled(letters: str) -> str:
    """The answer to a question as a person typed it. VBA spells it: the code of each character as four letters a to p.

    >>> unspelled("aaejaagb")
    'Ia'

    Raises:
        XltagsError: it is not spelled so, because the add-in is one of another version.
    """
    if len(letters) % 4 or not all("a" <= letter <= "p" for letter in letters):
        raise XltagsError("the answer came garbled; install the add-in anew: xltags addin install")
    codes = bytes(
        (ord(high) - ord("a")) * 16 + ord(low) - ord("a") for high, low in zip(letters[::2], letters[1::2], strict=True)
    )
    return codes.decode("utf-16-be", "replace").strip()


def _keep(folder: Path) -> str:
    """Keep the traceback where a person can find it, and say where."""
    path = folder / FAULT
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return "please report it"
    return f"please report it with the file {path}"
