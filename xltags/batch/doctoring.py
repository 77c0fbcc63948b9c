"""Looking at the packages of workbooks on disk: faults that Excel would repair, whatever the sheets mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from xltags.batch.checking import CheckResult, side_by_side
from xltags.batch.policy_file import load_config
from xltags.books.lint.registry import examine
from xltags.books.package import open_package
from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.core.policy import Policy, merge_policies


@dataclass(frozen=True, slots=True)
class DoctorOptions:
    """How to look. What `xltags.toml` selects is about checks and does not count here; its other rules do."""

    as_of: date
    policy: Policy = field(default_factory=Policy)
    language: Language = "en"


def examine_workbook(path: Path, options: DoctorOptions) -> CheckResult:
    """The package's faults of one workbook; what stops us from looking is in the result, never raised."""
    try:
        config = load_config(path)
        policy = merge_policies(config.policy.model_copy(update={"select": ()}), options.policy)
        with open_package(path, config.limits) as package:
            found = tuple(examine(package, policy, language=options.language, as_of=options.as_of))
    except XltagsError as error:
        return CheckResult(str(path), "unreadable", error=str(error), code=error.code, language=options.language)
    return CheckResult(str(path), "findings" if found else "clean", found, language=options.language)


def examine_many(paths: Sequence[Path], options: DoctorOptions, *, jobs: int = 1) -> Iterator[CheckResult]:
    """Look at workbooks in order, `jobs` of them side by side."""
    return side_by_side(partial(examine_workbook, options=options), paths, jobs=jobs)
