"""A workbook that is open in Excel, through xlwings: read and written table by table, as on disk."""

from xltags.books.live.book import LiveBook

__all__ = ["LiveBook"]
