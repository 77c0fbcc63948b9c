"""The shared rules with pandas on calamine. Error cells arrive as missing, like blanks."""

from pathlib import Path

import pandas as pd

from benchmarks.rules import NUMBERS, SHEETS, TAG_COLUMNS, Counts, complete, judge_column, read_rules

UNSEEN = ("CUS012",)


def check(path: Path) -> Counts:
    """The findings by code."""
    sheets = pd.read_excel(
        path,
        sheet_name=list(SHEETS),
        engine="calamine",
        dtype={"Customer ID": str},
        keep_default_na=False,
        na_values=[""],
    )
    groups, tags = (sheets[name].astype(object).where(sheets[name].notna(), None) for name in SHEETS[:2])
    rules = read_rules(
        *(
            [dict(zip(map(str, row), row.values(), strict=True)) for row in it.to_dict("records")]
            for it in (groups, tags)
        )
    )
    customers = sheets[SHEETS[2]]
    counts: dict[str, int] = {}
    for header, group in TAG_COLUMNS.items():
        frequency = customers[header].value_counts(dropna=False)
        cells = ((str(text) if isinstance(text, str) else None, int(times)) for text, times in frequency.items())
        for code, count in judge_column(cells, rules[group]).items():
            counts[code] = counts.get(code, 0) + count
    numbers = customers[list(NUMBERS)].apply(pd.to_numeric, errors="coerce")
    counts["CUS001"] = int(customers["Customer ID"].dropna().duplicated().sum())
    counts["CUS004"] = int((customers["Won on"] < customers["First contact"]).sum())
    counts["CUS009"] = int((numbers < 0).sum().sum())
    counts["CUS010"] = int((numbers["Team headcount"] > numbers["Employees"]).sum())
    counts["CUS011"] = int((customers[list(NUMBERS)].notna() & numbers.isna()).sum().sum())
    return complete(counts, unseen=UNSEEN)
