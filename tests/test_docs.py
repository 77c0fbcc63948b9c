"""The documents say what the code does."""

import re
from pathlib import Path

import pytest

from xltags.cli.app import COMMANDS
from xltags.cli.generated_docs import BLOCK, BLOCKS, DOCUMENTS, renewed

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_generated_blocks_are_as_the_code_makes_them(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert renewed(text) == text, f"{name} is behind the code; run `make docs`"


def test_every_block_is_used_and_known() -> None:
    used = {found[1] for name in DOCUMENTS for found in BLOCK.finditer((ROOT / name).read_text("utf-8"))}
    assert used == set(BLOCKS)


def test_commands_of_the_documents_exist() -> None:
    known = {name for names in COMMANDS.values() for name in names}
    for name in ("README.md", "CONTRIBUTING.md"):
        typed = set(re.findall(r"^xltags ([a-z-]+)|`xltags ([a-z-]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        assert {one or other for one, other in typed} <= known


def test_documents_have_no_dead_links() -> None:
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
            if not target.startswith("http"):
                assert (path.parent / target).exists(), f"{path.name} links to {target}"
