"""Check, score and report many workbooks into a folder."""

from collections.abc import Iterator, Sequence
from functools import partial
from os.path import commonpath
from pathlib import Path

from xltags.batch.checking import CheckOptions, CheckResult, side_by_side
from xltags.batch.scoring import run_workbook
from xltags.core.errors import XltagsError, why_not


def run_many(paths: Sequence[Path], options: CheckOptions, *, out_dir: Path, jobs: int = 1) -> Iterator[CheckResult]:
    """Work on workbooks in order, `jobs` side by side; each result says what checking it gave, or what stopped it.

    Below `out_dir` the workbooks keep their folders, as far as those differ.

    Raises:
        XltagsError: a result would replace its own source, or the folder cannot be made.
    """
    return side_by_side(partial(_run_pair, options=options), targets_in(paths, out_dir), jobs=jobs)


def targets_in(paths: Sequence[Path], out_dir: Path) -> list[tuple[Path, Path]]:
    """Every workbook with the place of its result; the folders for the results are made.

    Raises:
        XltagsError: a result would replace its own source, or the folder cannot be made.
    """
    pairs = [(path, out_dir / name) for path, name in zip(paths, _names(paths), strict=True)]
    for path, target in pairs:
        if target.resolve() == path.resolve():
            raise XltagsError(f"{path}: would be replaced by its own result; give another --out-dir")
    try:
        for _, target in pairs:
            target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise XltagsError(f"{out_dir}: cannot be made: {why_not(error)}", code="FILE008") from error
    return pairs


def _names(paths: Sequence[Path]) -> list[Path]:
    resolved = [path.resolve() for path in paths]
    if len({path.parent for path in resolved}) < 2:
        return [Path(path.name) for path in resolved]
    root = Path(commonpath([path.parent for path in resolved]))
    return [path.relative_to(root) for path in resolved]


def _run_pair(pair: tuple[Path, Path], options: CheckOptions) -> CheckResult:
    path, target = pair
    try:
        judged = run_workbook(path, options, out=target)
    except XltagsError as error:
        return CheckResult(str(path), "unreadable", error=str(error), code=error.code)
    findings = tuple(judged.findings)
    return CheckResult(str(path), "findings" if findings else "clean", findings, remarks=judged.remarks)
