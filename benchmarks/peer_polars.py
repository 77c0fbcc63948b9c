"""The shared rules with polars on fastexcel: the fastest reader of workbooks for Python, and column expressions.

What it cannot see: an error cell such as #N/A arrives as null, like a blank. It knows no cell references either; a
team would have to add the row numbers that xltags prints.
"""

from pathlib import Path

import fastexcel
import polars as pl

from benchmarks.rules import NUMBERS, SHEETS, TAG_COLUMNS, Counts, complete, judge_column, read_rules

UNSEEN = ("CUS012",)


def check(path: Path) -> Counts:
    """The findings by code."""
    book = fastexcel.read_excel(str(path))
    groups, tags = (book.load_sheet(name, dtypes="string").to_polars().to_dicts() for name in SHEETS[:2])
    rules = read_rules(groups, tags)
    customers = book.load_sheet(SHEETS[2], dtypes={"Annual revenue": "string"}).to_polars()
    counts: dict[str, int] = {}
    for header, group in TAG_COLUMNS.items():
        frequency = customers[header].value_counts()
        for code, count in judge_column(frequency.iter_rows(), rules[group]).items():
            counts[code] = counts.get(code, 0) + count
    numbers = customers.select(pl.col(name).cast(pl.Float64, strict=False) for name in NUMBERS)
    ids = customers["Customer ID"].drop_nulls()
    counts["CUS001"] = len(ids) - ids.n_unique()
    counts["CUS004"] = customers.select((pl.col("Won on") < pl.col("First contact")).sum()).item()
    counts["CUS009"] = numbers.select(pl.sum_horizontal((pl.all() < 0).sum())).item()
    counts["CUS010"] = numbers.select((pl.col("Team headcount") > pl.col("Employees")).sum()).item()
    texts = customers["Annual revenue"].is_not_null() & numbers["Annual revenue"].is_null()
    counts["CUS011"] = int(texts.sum())
    return complete(counts, unseen=UNSEEN)
