"""A report sheet for what cannot draw native charts: its tables stand where the charts would."""

from dataclasses import replace

from xltags.books.report_sheet import ReportSheet


def without_charts(sheet: ReportSheet) -> ReportSheet:
    """The sheet without its charts and the tables that only they read; the other tables move up to their place."""
    if not sheet.charts:
        return sheet
    read = {chart.table for chart in sheet.charts}
    up = min(table.row for table in sheet.tables) - min(chart.place[0] for chart in sheet.charts)
    tables = tuple(replace(table, row=table.row - up) for table in sheet.tables if table.name not in read)
    first = min((table.row for table in tables), default=1)
    return replace(sheet, charts=(), tables=tables, freeze=(first + 1, 1), repeat_rows=(first, first))
