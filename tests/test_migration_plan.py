"""Plans: what they can say, and how a mistake in one is told."""

import pytest

from xltags.core.errors import XltagsError
from xltags.core.migration.plan import MigrationPlan, RenameTag, step_models
from xltags.core.migration.plan_text import parse_plan

HEAD = 'name = "p"\n[[step]]\n'
RENAME = 'do = "rename_tag"\ngroup = "industry"\ntag = "Shops"\n'


def plan(text: str) -> MigrationPlan:
    return parse_plan(HEAD + text, "plan.toml")


def test_a_label_is_one_text_or_one_for_each_language() -> None:
    step = plan(RENAME + 'to = { en = "Retail", zh = "零售" }').step[0]
    assert isinstance(step, RenameTag)
    assert [step.to.in_cell(language) for language in ("en", "zh", "vi")] == ["Retail", "零售", ""]
    step = plan(RENAME + 'to = "Retail"').step[0]
    assert isinstance(step, RenameTag)
    assert [step.to.in_cell(language) for language in ("en", "zh", "vi")] == ["Retail"] * 3


def test_steps_keep_their_order() -> None:
    text = RENAME + 'to = "A"\n[[step]]\ndo = "retire_tag"\ngroup = "g"\ntag = "t"\n[[step]]\n' + RENAME + 'to = "B"'
    assert [step.do for step in plan(text).step] == ["rename_tag", "retire_tag", "rename_tag"]


def test_the_fingerprint_follows_the_steps_and_nothing_else() -> None:
    one, same = plan(RENAME + 'to = "A"'), parse_plan('note = "why"\n' + HEAD + RENAME + "to = 'A'\n")
    other = plan(RENAME + 'to = "B"')
    assert one.fingerprint() == same.fingerprint() != other.fingerprint()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[step", "is not TOML"),
        ('name = "p"', "step: is missing"),
        ("[[step]]\n" + RENAME + 'to = "x"', "name: is missing"),
        ('name = "a; b"\n[[step]]\n' + RENAME + 'to = "x"', "name: may hold no comma or semicolon"),
        (HEAD + 'group = "g"', "step 1: says no do; say one of rename_tag"),
        (HEAD + 'do = "renam_tag"', "step 1: do = 'renam_tag' is no kind of step; did you mean 'rename_tag'?"),
        (HEAD + RENAME, "step 1 to: is missing"),
        (HEAD + RENAME + 'too = "x"', "step 1: unknown key 'too'; did you mean 'to'?"),
        (HEAD + RENAME + "to = 3", "step 1 to: says no label"),
        (HEAD + RENAME + 'to = " "', "step 1 to: says no label"),
        (HEAD + RENAME + 'to = { fr = "x" }', "step 1 to: unknown key 'fr'; known are en, zh, vi"),
        (HEAD + RENAME + 'to = "x"\nneeded = "yes"', "step 1 needed: must be true or false, not 'yes'"),
        (HEAD + 'do = "merge_tags"\ngroup = "g"\ntags = []\ninto = "x"', "step 1 tags: is empty; say at least one"),
        (HEAD + 'do = "split_tag"\ngroup = "g"\ntag = "t"\ninto = [{ tag = "a", whre = "x" }]',
         "into 1: unknown key 'whre'"),
        (HEAD + 'do = "split_tag"\ngroup = "g"\ntag = "t"\ninto = [{ tag = "a" }, { tag = "b", where = "x = 1" }]',
         "the part 'a' has no where"),
        (HEAD + 'do = "split_tag"\ngroup = "g"\ntag = "t"\nrest = "c"\ninto = [{ tag = "a", where = "x = 1" }]',
         "rest = 'c' is none of the parts"),
        (HEAD + 'do = "move_tag"\ngroup = "g"\ntag = "t"\nto_group = "g"', "into its own group"),
        (HEAD + 'do = "change_tag"\ngroup = "g"\ntag = "t"', "changes nothing; say one of synonyms, definition"),
        (HEAD + 'do = "rename_group"\ngroup = "g"', "changes nothing; say to, label_en"),
        (HEAD + 'do = "add_group"\ngroup = "Big deals"', "step 1 group: 'Big deals' is no id"),
        (HEAD + 'do = "add_group"\ngroup = "g"\nstep = 4', "step 1 step: must be at most 3, not 4"),
        ("name = 3\n[[step]]\n" + RENAME + 'to = "x"', "name: must be a text in quotation marks"),
        ('name = "p"\n[step]\n' + RENAME + 'to = "x"', "step: must be a list of tables; write [[step]] above each"),
        (HEAD + 'do = "move_tag"\ngroup = "g"\ntag = "t"\nto_group = "h"\ntaken = "kep"',
         "step 1 taken: must be 'refuse', 'keep' or 'replace', not 'kep'"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_one_line_with_its_place(text: str, message: str) -> None:
    with pytest.raises(XltagsError) as stopped:
        parse_plan(text, "plan.toml")
    assert message in str(stopped.value)
    assert str(stopped.value).startswith("plan.toml: ")
    assert "\n" not in str(stopped.value).replace("\\n", "") and stopped.value.code == "PLN001"


def test_every_kind_of_step_has_a_page_in_its_docstring() -> None:
    assert [name for name, model in step_models().items() if not model.__doc__] == []
