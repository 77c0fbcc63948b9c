"""What stops xltags from looking at a workbook at all: a page for each code that an `XltagsError` may bear.

Checks have their page in their docstring; these codes belong to no check, because there is no workbook to check yet.
"""

from collections.abc import Mapping

STOPS: Mapping[str, str] = {
    "FILE001": """The file is not there, or the system does not let it be read.

Why: without the file there is nothing to check. A synced folder may show a name before the file has arrived.
Fix: check the name and the folder (a path with spaces needs quotation marks), close the file in other programs, and see
whether you may read it. A folder is given with the name of the workbook inside it.""",
    "FILE002": """The file is not an Excel workbook, whatever its name says.

Why: exports are often called .xlsx but hold CSV or an HTML page, and old .xls or .xlsb workbooks are another format.
Fix: open the file in Excel and save it as Excel Workbook (*.xlsx). CSV files are read by `xltags import`.""",
    "FILE003": """The workbook is encrypted with a password.

Why: an encrypted workbook is unreadable for everybody but Excel with the password, and xltags never asks for one.
Fix: in Excel choose File, Info, Protect Workbook, Encrypt with Password, clear the password and save. Protection of
sheets or of the structure does not matter.""",
    "FILE004": """The workbook is damaged.

Why: it was cut off while it was copied or sent, or a program wrote it wrongly. Rather than skip what cannot be read,
xltags reads nothing of it.
Fix: open it in Excel, let Excel repair it, see what was repaired, and save. Else fetch it from its source again.""",
    "FILE005": """The workbook is built so that reading it could do harm.

Why: it would unpack to an enormous size, holds entities or document types that workbooks never need, or holds a part
twice; attacks look like that, ordinary workbooks do not.
Fix: if you trust its source, open it in Excel and save it anew; that writes it in the usual way. Else delete it.""",
    "FILE006": """The workbook uses something that xltags cannot read or write.

Why: writing it all the same would lose what xltags does not understand.
Fix: the message names the thing and the way out, most often to save the workbook as Excel Workbook (*.xlsx).""",
    "FILE007": """The workbook is open elsewhere, or was changed while xltags worked on it.

Why: writing now would overwrite somebody's work. Nothing was written.
Fix: close the workbook in Excel (on every computer that shares it), wait for the sync to finish, and run the command
again. A file beginning with ~$ that stays behind after a crash may be deleted.""",
    "FILE008": """The workbook or its new version cannot be written.

Why: the folder may be read-only, the disk full, the name too long or the file write-protected. The workbook is
unchanged.
Fix: name another file with -o, or free the folder or file for writing.""",
    "USE001": """The command was called in a way that it does not understand.

Why: xltags does not guess what was meant, because a wrong guess may change a workbook.
Fix: the message names the argument; `xltags COMMAND --help` shows what the command takes.""",
    "USE002": """The file xltags.toml holds something that xltags does not understand.

Why: if a mistyped rule were passed over, checks would run with other rules than you wrote.
Fix: correct the key or value that the message names. Keys are select, ignore, severity and exception.""",
    "MAP001": """The map of an import does not fit the files or the workbook.

Why: a map says which column of an export fills which column of the workbook. Where it names a file, a column, a tag
group or a rule that does not exist, importing would put values in the wrong place or leave them out.
Fix: correct the line of the map that the message names. `xltags import ... --write-map MAP.toml` writes the map that
xltags would guess, to start from.""",
    "MAP005": """A map names a header that the source does not have.

Why: the column would stay empty for every row. Exports change their headers with the language and version of the system
they come from.
Fix: write the header as it stands in the source's first row; the message names the nearest one.""",
    "MAP006": """The dates of a source may be read in two ways.

Why: 03/04/2026 is March in one country and April in another, and no other value of the column decides. A guess would
move customers to the wrong month.
Fix: say in the map how dates are written, such as dates = "%d/%m/%Y" or dates = "%m/%d/%Y".""",
    "MAP008": """A joined file has two different rows for one value.

Why: it is not known which of the two belongs to the customer.
Fix: keep one of the two rows in that file, or join on a column that is unique.""",
    "SRC001": """A file to import cannot be read.

Why: it is missing, empty, damaged, of a kind that xltags does not import, or written in an encoding that does not fit.
Nothing was imported.
Fix: the message names the reason. Export the file again as CSV (UTF-8) or as Excel Workbook (*.xlsx).""",
    "SRC002": """A file to import has a header twice, or no headers.

Why: columns are known by their headers; with two alike, values could land in the wrong column.
Fix: rename one of the two in the file, or name the row that holds the headers.""",
}


def stop_page(code: str) -> str | None:
    """The page of a stop: its own, or for further codes of a family the family's first page; None for other codes.

    >>> stop_page("FILE003").splitlines()[0]
    'The workbook is encrypted with a password.'
    >>> stop_page("MAP007") == STOPS["MAP001"], stop_page("TAG001")
    (True, None)
    """
    family = code.rstrip("0123456789")
    return STOPS.get(code) or (STOPS.get(f"{family}001") if family in ("USE", "MAP", "SRC") else None)
