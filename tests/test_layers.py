"""The floors of the house: who may import whom, and how long a file and a function may be."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "xltags"
FLOORS = {
    "core": 0,
    "checks": 1,
    "reports": 2,
    "books": 3,
    "formulas": 3,
    "shipped": 3,
    "batch": 4,
    "render": 5,
    "excel": 5,
    "cli": 6,
}
ALLOWED = {
    "core": {"pydantic", "numpy", "rapidfuzz", "opencc", "scipy"},
    "checks": {"numpy"},
    "reports": {"pandas", "numpy", "scipy"},
    "books": {
        "openpyxl",
        "xlsxwriter",
        "lxml",
        "pydantic",
        "pydantic_core",
        "numpy",
        "pandas",
        "isal",
        "pyarrow",
        "rdflib",
    },
    "formulas": set(),
    "batch": {"pydantic", "pandas", "pyarrow"},
    "render": {"rich"},
    "cli": {"typer", "rich"},
    "excel": {"xlwings", "openpyxl", "lxml", "numpy"},
}
HEAVY = {"pandas", "scipy", "openpyxl", "xlsxwriter", "lxml", "pypinyin", "opencc", "pyarrow", "xlwings", "rdflib"}
STANDARD_DOORS = {"os", "sys", "pathlib", "io", "subprocess", "socket", "logging", "shutil", "tempfile", "glob", "time"}
MOST_LINES, MOST_BODY_LINES = 250, 40  # past that they hold two ideas
MODULES = sorted(path for path in ROOT.rglob("*.py"))


def floor_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0] if len(parts) > 1 else "cli"


def modules_of(floor: str) -> list[Path]:
    return [path for path in MODULES if floor_of(path) == floor]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def for_types_only(tree: ast.AST) -> set[ast.AST]:
    """What stands below `if TYPE_CHECKING:` and is never run."""
    blocks = [
        node for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    ]  # fmt: skip
    return {inner for block in blocks for statement in block.body for inner in ast.walk(statement)}


@cache
def imports(path: Path) -> list[tuple[str, int]]:
    found = []
    tree = tree_of(path)
    types = for_types_only(tree)
    for node in ast.walk(tree):
        if node in types:
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module, node.lineno))
    return found


def top_level_imports(tree: ast.Module) -> list[str]:
    found = []
    for node in tree.body:
        if isinstance(node, ast.Import):
            found += [alias.name.partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("floor", FLOORS)
def test_modules_import_only_from_floors_below_or_their_own(floor: str) -> None:
    for path in modules_of(floor):
        for name, line in imports(path):
            other = name.split(".")[1] if name.startswith("xltags.") else ""
            if other in FLOORS:
                assert FLOORS[other] <= FLOORS[floor], f"{path}:{line} imports {name}"


@pytest.mark.parametrize("floor", FLOORS)
def test_third_party_packages_stay_on_their_floor(floor: str) -> None:
    ours = {"xltags", "__future__", *sys.stdlib_module_names}
    for path in modules_of(floor):
        for name, line in imports(path):
            top = name.partition(".")[0]
            assert top in ours or top in ALLOWED[floor], f"{path}:{line} imports {top}"


@pytest.mark.parametrize("floor", FLOORS)
def test_heavy_packages_are_loaded_where_they_are_needed(floor: str) -> None:
    for path in modules_of(floor):
        heavy = HEAVY & set(top_level_imports(tree_of(path)))
        assert not heavy, f"{path} loads {heavy} at once; import it inside the function"


def test_every_module_is_on_a_floor() -> None:
    assert {path for floor in FLOORS for path in modules_of(floor)} == set(MODULES)


@pytest.mark.parametrize("folder", ["core", "checks", "reports"])
def test_lower_floors_touch_no_file_clock_or_environment(folder: str) -> None:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if path.name == "registry.py":
            continue
        tree = tree_of(path)
        names = {name.partition(".")[0] for name, _ in imports(path)}
        assert not names & STANDARD_DOORS, f"{path} imports {names & STANDARD_DOORS}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in ("today", "now", "utcnow"), f"{path}:{node.lineno} reads the clock"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("open", "print", "input"), f"{path}:{node.lineno} calls {node.func.id}"


def test_checks_do_not_import_each_other_nor_reports_each_other() -> None:
    from xltags.checks import load_checks
    from xltags.reports import load_reports

    for registry in (load_checks(), load_reports()):
        homes = {maker.function.__module__ for maker in registry.values()}
        for home in homes:
            path = ROOT.parent / (home.replace(".", "/") + ".py")
            for name, line in imports(path):
                assert name not in homes or name == home, f"{path}:{line} imports {name}"


def long_ones() -> Iterator[str]:
    """The files past `MOST_LINES`, and the functions whose body is past `MOST_BODY_LINES`."""
    for path in MODULES:
        name = path.relative_to(ROOT).as_posix()
        if path.read_text("utf-8").count("\n") > MOST_LINES:
            yield name
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_length(node) > MOST_BODY_LINES:
                yield f"{name}:{node.name}"


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without decorators, signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_files_and_functions_hold_one_idea() -> None:
    assert list(long_ones()) == [], "they hold two ideas: split them at their seam"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("def f():\n    a = 1\n    return a", 2),
        ('def f():\n    """One.\n\n    Two.\n    """\n    return 1', 1),
        ('def f():\n    """Nothing else."""', 0),
        ("@cache\ndef f(\n    a,\n    b,\n):\n    return (\n        a\n    )", 3),
        ("async def f():\n    def g():\n        return 1\n\n    return g", 4),
    ],
    ids=["plain", "docstring", "only a docstring", "decorator and signature", "inner function and blank line"],
)
def test_a_function_is_as_long_as_its_body(source: str, lines: int) -> None:
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    assert body_length(node) == lines
