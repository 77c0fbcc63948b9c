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

Why: it holds entities or document types that workbooks never need, holds a part twice, or parts that point out of
the file; attacks look like that, ordinary workbooks do not.
Fix: if you trust its source, open it in Excel and save it anew; that writes it in the usual way. Else delete it.""",
    "FILE006": """The workbook uses something that xltags cannot read or write.

Why: writing it all the same would lose what xltags does not understand.
Fix: the message names the thing and the way out, most often to save the workbook as Excel Workbook (*.xlsx). Where that
is not possible, `--engine openpyxl` may write it, after listing what would be lost.""",
    "FILE007": """The workbook is open elsewhere, or was changed while xltags worked on it.

Why: writing now would overwrite somebody's work. Nothing was written.
Fix: close the workbook in Excel (on every computer that shares it), wait for the sync to finish, and run the command
again. A file beginning with ~$ that stays behind after a crash may be deleted.""",
    "FILE008": """The workbook or its new version cannot be written.

Why: the folder may be read-only, the disk full, the name too long or the file write-protected. The workbook is
unchanged.
Fix: name another file with -o, or free the folder or file for writing.""",
    "FILE009": """The workbook can be written only by losing things that it holds.

Why: `--engine openpyxl` writes workbooks that xltags' own way must refuse, but openpyxl drops what it does not know.
The message lists what this workbook would lose: slicers, shapes, results of formulas and more. Nothing was written.
Fix: see whether you can do without these. If so, run the command again with --accept-loss, best with -o FILE, and
compare. Else save the workbook in Excel as Excel Workbook (.xlsx) and run the command without --engine.""",
    "FLT001": """A filter cannot be read, or names a field or value that does not exist.

Why: a filter that is half understood would reach the wrong customers, so nothing is done with it.
Fix: the message names the character and what is wrong there. Texts that hold and, or, a comma or a sign stand in
quotation marks; on the command line the whole filter stands in quotation marks of the other kind, as in
--where 'industry = "Oil and gas"'. The grammar with examples is in docs/filters.md.""",
    "LIM001": """The workbook unpacks to more than the limit allows in total.

Why: a file of one megabyte can unpack to a thousand times that and bring the computer to a halt. Two gigabytes hold two
million customers.
Fix: save the workbook anew in Excel, or split it. If you trust it, raise the limit in the file xltags.toml beside it:
[limits] and in the next line total_bytes = 4000000000. The message names the number that this workbook needs.""",
    "LIM002": """A part of the workbook unpacks to far more than its size in the file.

Why: real workbooks shrink up to 121 times (the highest of 4,037), those built to do harm more than 300 times.
Fix: delete rows and columns that are formatted but empty, and save the workbook anew in Excel. If you trust it, raise
the limit in the file xltags.toml beside it: [limits] and in the next line ratio = 400. Parts smaller than ratio_from
bytes are not judged by this.""",
    "LIM003": """The workbook has more parts than the limit allows.

Why: the largest of 4,037 real workbooks had 1,033 parts; a file with millions only serves to keep programs busy.
Fix: save the workbook anew in Excel. If you trust it, raise the limit in the file xltags.toml beside it: [limits] and
in the next line parts = 50000.""",
    "LIM004": """A part that must be read in one piece is larger than the limit allows.

Why: styles, tables and the list of sheets are held in memory. Real ones take a few megabytes; styles may grow by years
of copying between workbooks.
Fix: save the workbook anew in Excel, or copy its sheets into a new workbook. If you trust it, raise the limit in the
file xltags.toml beside it: [limits] and in the next line part_bytes = 500000000.""",
    "LIM005": """The texts of the workbook are larger than the limit allows.

Why: all texts are held in memory while the workbook is read.
Fix: split the workbook or remove sheets that nobody needs. If there is memory enough, raise the limit in the file
xltags.toml beside it: [limits] and in the next line string_bytes = 1000000000 (at most 2147483647).""",
    "UNDO001": """There is no earlier state of the workbook to go back to.

Why: `xltags undo` puts back the copy that a command with --in-place kept beside the workbook, named after it with date
and time (team.20261121-093000.bak.xlsx). There is none, or not the one you named.
Fix: `xltags undo BOOK --list` shows the copies. A workbook that was moved or renamed must stand beside them under its
old name. How many are kept says the key backups in xltags.toml.""",
    "UNDO002": """The file is no undo file of a run, or it is damaged.

Why: `xltags migrate --in-place` and `xltags sync --in-place` keep the workbooks as they were in one file that ends in
.undo.zip. Without it they cannot be put back.
Fix: name that file. It finds the workbooks by their place beside it, so move them together. Where it is lost, the dated
copies beside the workbooks serve: `xltags undo BOOK --list`.""",
    "PLN001": """The plan of a migration says something that a plan cannot say.

Why: a plan changes many workbooks at once. A mistyped key that was passed over would leave half of them as they were.
Fix: correct the step that the message names. docs/migration.md has an example of each kind of step, and --dry-run shows
what a plan would do.""",
    "USE001": """The command was called in a way that it does not understand.

Why: xltags does not guess what was meant, because a wrong guess may change a workbook.
Fix: the message names the argument; `xltags COMMAND --help` shows what the command takes.""",
    "USE002": """The file xltags.toml holds something that xltags does not understand.

Why: if a mistyped rule were passed over, checks would run with other rules than you wrote.
Fix: correct the key or value that the message names. Keys are select, ignore, severity, exception,
backups and limits. The where of an exception is a sheet, a cell as in Customers!F17, or a header. A sheet's name with a
slip is told; one that is like no sheet's of xltags is taken for your team's own. If a sheet of another workbook is
really called so, write the exception into Settings of that workbook.""",
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
    "ADD001": """A source of the Excel add-in is missing or wrong.

Why: the add-in is built from plain-text files that come with xltags; one of them is not there or was changed.
Fix: install xltags anew with pip. Who changes the ribbon finds in the message which button or label is at fault.""",
    "ADD002": """xlwings is missing, or is of a version that the Excel add-in cannot be built with.

Why: the add-in holds the part of xlwings that talks to Excel, taken from the installed package, and both must fit.
Fix: install xlwings as the message says, then run `xltags addin install` again.""",
    "ADD003": """There is no place for the Excel add-in on this computer.

Why: Excel with add-ins exists for Windows and Mac; elsewhere nothing could open it.
Fix: use the command line, which does all that the buttons do, or `xltags addin build` to carry the file elsewhere.""",
    "ADD004": """A file of the Excel add-in cannot be written or taken away.

Why: Excel holds it open, the folder is protected, or a file of another program has its name. Files of others stay.
Fix: close Excel and run the command again; move a foreign file away where the message names one.""",
    "EXC001": """A tag group that was asked for is not in the workbook.

Why: groups are named by their id, as in the sheet TagGroups, not by their label.
Fix: take one of the ids that the message lists.""",
    "EXC002": """A file with tag groups cannot be taken.

Why: it is no WeCom list, SKOS vocabulary or CSV of tags, a cell holds no number or day where one belongs, or it wants
something from the network. Nothing was taken.
Fix: the message names the place. docs/exchange.md shows what each format looks like.""",
    "EXC003": """What a file says beyond the columns of a workbook does not fit into a cell.

Why: fields that a workbook has no column for are kept in the column exchange, and a cell holds 32,767 characters.
Fix: take the longest texts out of the file; a thesaurus with whole articles as notes is not what tags are for.""",
    "EXC004": """The taxonomy is beyond what WeCom takes.

Why: WeCom takes names of 1 to 30 characters, each once in its group, and 10,000 tags in a company.
Fix: shorten or rename what the message names, or export fewer groups with --group.""",
    "EXC005": """The name of a file does not say its format.

Why: .json is WeCom's list, .ttl and .jsonld are SKOS, .csv is CSV; other names say nothing.
Fix: name the file so, or give --format.""",
}

FAMILIES = ("USE", "MAP", "SRC", "LIM", "UNDO", "PLN")  # whose further codes share the first one's page


def stop_page(code: str) -> str | None:
    """The page of a stop: its own, or for further codes of a family the family's first page; None for other codes.

    >>> stop_page("FILE003").splitlines()[0]
    'The workbook is encrypted with a password.'
    >>> stop_page("MAP007") == STOPS["MAP001"], stop_page("TAG001")
    (True, None)
    """
    family = code.rstrip("0123456789")
    return STOPS.get(code) or (STOPS.get(f"{family}001") if family in FAMILIES else None)
