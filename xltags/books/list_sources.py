"""What drop-downs offer: stretches of the sorted tags in use (see `template_lists`), as formulas."""

from xltags.books.entry import FORMULA_LIMIT, PLAIN_NAME, quoted

LIST_NEEDS = ("tag_all", "tag_of")  # the names that the stretches are found by


def list_name(group: str) -> str:
    """The name of a group's drop-down."""
    return f"lst_{group}"


def group_range(group: str) -> str:
    """The tags in use of a group, as a range.

    >>> group_range("mdr")
    'INDEX(tag_all,MATCH("mdr",tag_of,0)):INDEX(tag_all,MATCH("mdr",tag_of,0)+COUNTIF(tag_of,"mdr")-1)'
    """
    return _stretch("tag_of", quoted(group))


def group_list(group: str) -> str:
    """The source of a group's drop-down: its name, or its range where the id cannot be part of a name."""
    return list_name(group) if PLAIN_NAME.fullmatch(group) else group_range(group)


def _stretch(column: str, wanted: str) -> str:
    first = f"MATCH({wanted},{column},0)"
    return f"INDEX(tag_all,{first}):INDEX(tag_all,{first}+COUNTIF({column},{wanted})-1)"


def lower_list(group: str, parent_cell: str) -> str:
    """The tags of a group below the tag in another cell; all of them while that is blank or has none below it."""
    wanted = f"{quoted(group + '|')}&{parent_cell}"
    formula = f"IF(COUNTIF(tag_blocks,{wanted}),{_stretch('tag_blocks', wanted)},{group_list(group)})"
    return formula if len(formula) <= FORMULA_LIMIT else group_list(group)


def narrowing_list(group: str, cell: str) -> str:
    """The tag in the cell itself and those below it, where it is an upper one; else all of the group."""
    wanted = f"{quoted(group + '|')}&{cell}"
    formula = f"IF(COUNTIF(tag_blocks,{wanted})>1,{_stretch('tag_blocks', wanted)},{group_list(group)})"
    return formula if len(formula) <= FORMULA_LIMIT else group_list(group)


def list_of_group_in(cell: str) -> str:
    """The tags of the group whose id stands in a cell; all tags while it holds none."""
    return f"IF(COUNTIF(tag_of,{cell}),{_stretch('tag_of', cell)},tag_all)"


def list_of_indicator_in(cell: str) -> str:
    """The tags of the group that an indicator looks at; none where it looks at a number."""
    return _stretch("tag_of", f"INDEX(ind_fields,MATCH({cell},lst_indicators,0))")
