"""Where the plain-text sources of the add-in are: `macros/` of a checkout, or the copy inside an installed package."""

from pathlib import Path

from xltags.core.errors import XltagsError

INSTALLED = Path(__file__).resolve().parents[2] / "shipped" / "macros"
CHECKOUT = Path(__file__).resolve().parents[3] / "macros"


def read_source(name: str) -> str:
    """A source by its file name, such as "ribbon.xml".

    Raises:
        XltagsError: ADD001 it is not there: the installation is damaged.
    """
    for folder in (CHECKOUT, INSTALLED):
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise XltagsError(f"{INSTALLED / name}: is missing; install xltags anew with pip", code="ADD001")
