"""The reports, one file each: `build_reports` makes them from a dataset and its scores; `REPORTS` lists them."""

from xltags.reports.registry import REPORTS, Report, ReportMaker, build_reports, each_report, load_reports, report

__all__ = ["REPORTS", "Report", "ReportMaker", "build_reports", "each_report", "load_reports", "report"]
