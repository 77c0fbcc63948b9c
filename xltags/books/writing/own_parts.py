"""A workbook that may be edited has a part of its own for each thing that is edited."""

from collections import Counter

from xltags.books.package import Package
from xltags.core.errors import WorkbookError


def require_own_parts(package: Package) -> None:
    """Refuses a workbook in which a sheet's part is another sheet's too, or its styles: an edit of one changes both.

    Raises:
        WorkbookError: FILE004.
    """
    links = package.relationships(package.workbook_part)
    others = [link.target for link in links if link.target and link.kind in ("styles", "sharedStrings")]
    used = Counter([*(sheet.part for sheet in package.sheets), *others])
    for part, times in used.items():
        if times > 1:
            raise WorkbookError(
                f"{package.place(part)}: stands for {times} different things; open the workbook in Excel, let it "
                "repair and save it again",
                code="FILE004",
            )
