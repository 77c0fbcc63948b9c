"""The sections of writing: filling in place, scoring and reporting."""

from benchmarks.section import Command, Section, Sizes, on_copy, ready, task
from benchmarks.tables import Figures, Line, Target, cpu_of, peak_of


def fill_commands(sizes: Sizes) -> dict[str, Command]:
    """The programs that fill six ready columns in place, on the usual workbook and on one three times as large."""
    workbook, large = ready(sizes.workbook()), ready(sizes.workbook(3))
    return {
        "floor": task("floor", workbook), "floor, zlib": task("floor_zlib", workbook),
        "hold": task("hold", workbook), "fill": on_copy("fill", workbook), "fill, zlib": on_copy("fill_zlib", workbook),
        "openpyxl": on_copy("openpyxl_fill", workbook),
        "floor, large": task("floor", large), "hold, large": task("hold", large), "fill, large": on_copy("fill", large),
    }  # fmt: skip


def fill_targets(taken: Figures) -> list[Target]:
    """What is aimed at in filling in place."""
    times = cpu_of(taken, "openpyxl") / cpu_of(taken, "fill")
    above, large = (peak_of(taken, f"fill{it}") - peak_of(taken, f"hold{it}") for it in ("", ", large"))
    return [
        Target("fill in place: openpyxl takes at least 25 x", times, 25, "x", least=True),
        Target("fill in place: at most 80 MB above the opened workbook and the values", above, 80, "MB"),
        Target("fill in place, three times the rows: the same", large, 80, "MB"),
    ]


FILL = Section(
    "Fill in place",
    "Six columns that are ready are put into `Customers` and the workbook is saved over itself; the values are loaded "
    "in every program, and `hold` does nothing else, so that what is above it is the memory that writing takes.",
    "fill",
    (
        Line("floor", "floor: inflate and deflate the changed sheet, with isal"),
        Line("floor, zlib", "floor: the same with zlib"),
        Line("hold", "xltags: open the workbook, hold the values"),
        Line("fill", "xltags: the same and fill in place", "floor"),
        Line("fill, zlib", "xltags without isal: the same", "floor, zlib"),
        Line("openpyxl", "openpyxl: load, fill the same columns, save", "floor, zlib"),
        Line("floor, large", "three times the rows, floor: inflate and deflate the changed sheet"),
        Line("hold, large", "three times the rows, xltags: open, hold the values"),
        Line("fill, large", "three times the rows, xltags: fill in place", "floor, large"),
    ),
    fill_commands,
    fill_targets,
    frozenset({"openpyxl"}),
)


def run_commands(sizes: Sizes) -> dict[str, Command]:
    """The programs that score and report."""
    workbook = ready(sizes.workbook(), reports=True)
    return {
        "floor": task("floor", workbook), "xltags score": on_copy("write_score", workbook),
        "openpyxl score": on_copy("openpyxl_fill", workbook), "xltags run": on_copy("write_all", workbook),
        "xltags run, pyarrow": on_copy("write_all_pyarrow", workbook),
        "openpyxl run": on_copy("openpyxl_all", workbook),
    }  # fmt: skip


def run_targets(taken: Figures) -> list[Target]:
    """What is aimed at in scoring and reporting."""
    score = cpu_of(taken, "openpyxl score") / cpu_of(taken, "xltags score")
    run = cpu_of(taken, "openpyxl run") / cpu_of(taken, "xltags run")
    return [
        Target("score: openpyxl takes at least 15 x to load, fill and save", score, 15, "x", least=True),
        Target("score and report: the same", run, 15, "x", least=True),
        Target("score: peak at most 250 MB", peak_of(taken, "xltags score"), 250, "MB"),
        Target("score and report: peak at most 250 MB", peak_of(taken, "xltags run"), 250, "MB"),
        Target("score and report, pyarrow installed: the same", peak_of(taken, "xltags run, pyarrow"), 250, "MB"),
    ]


RUN = Section(
    "Score and report",
    "xltags reads, checks and scores before it writes; openpyxl is given the results and only writes. The reports are "
    "made with pandas, which loads pyarrow, 35 MB, where it is installed. xltags neither installs nor uses it here, "
    "but some peers do: it is hidden from xltags, and one line tells what it changes.",
    "xltags run",
    (
        Line("floor", "floor: inflate and deflate the sheet `Customers`"),
        Line("xltags score", "xltags: read, check, score, fill six columns", "floor"),
        Line("openpyxl score", "openpyxl: load, fill the same six columns, save", "floor"),
        Line("xltags run", "xltags: the same and every report, with tables and formats", "floor"),
        Line("xltags run, pyarrow", "the same where pyarrow is installed", "floor"),
        Line("openpyxl run", "openpyxl: the same columns and the facts of every report, save", "floor"),
    ),
    run_commands,
    run_targets,
    frozenset({"openpyxl score", "openpyxl run"}),
)
