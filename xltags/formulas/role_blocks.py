"""The roles that chain rules require, worked out by formulas from `ChainRules`: which there are, and what people write.

Roles that rules tell apart have slots, the CEO the first; `role_texts` leads from what a contact's cell says to a slot.
"""

from xltags.books.sheets import choices
from xltags.core.chain import CEO
from xltags.formulas.grid import Calc
from xltags.formulas.limits import CHAIN_RULES, ROLES, ROLES_PER_RULE
from xltags.formulas.people_fields import ROLE_LABELS, ROLE_WIDTH, role_text
from xltags.formulas.wording import Tables, literal, quoted, separated, spread, value_at


def fill_roles(calc: Calc, tables: Tables) -> None:
    """Fill the blocks `role_texts`, `rule_roles` and `role_slots`."""
    _role_texts(calc)
    _rule_roles(calc, tables)
    _role_slots(calc)


def _role_texts(calc: Calc) -> None:
    """What stands for a role: the ids and labels that xltags ships, then what the rules of this workbook name."""
    slots = calc["role_slots"]
    known = [
        (text, choice.id)
        for choice in choices("chain_role")
        for text in dict.fromkeys((choice.id, *choice.labels.values()))
    ]
    for item, (text, id) in enumerate(known):
        calc.value("role_texts", "text", item, text)
        calc.value("role_texts", "id", item, id)
        calc.formula("role_texts", "slot", item, f"IFERROR(MATCH({quoted(id)},{slots.all('id')},0),0)")
    for item in range(ROLES):
        place = ROLE_LABELS + item
        calc.formula("role_texts", "text", place, f'IF({slots.at("id", item)}="","",{slots.at("id", item)})')
        calc.formula("role_texts", "id", place, slots.at("id", item))
        calc.value("role_texts", "slot", place, item + 1)


def _rule_roles(calc: Calc, tables: Tables) -> None:
    """The roles of each rule in turn, each with its slot: the next free one where a role is new."""
    roles, texts = calc["rule_roles"], calc["role_texts"]
    label_texts, label_ids = texts.all("text", stop=ROLE_LABELS), texts.all("id", stop=ROLE_LABELS)
    for item in range(CHAIN_RULES * ROLES_PER_RULE):
        rule, place = 1 + item // ROLES_PER_RULE, item % ROLES_PER_RULE
        id, new = roles.at("id", item), roles.at("new", item)
        calc.value("rule_roles", "rule", item, rule)
        listed = separated(tables.text("ChainRules", "required_roles", rule))
        text = value_at(spread(listed, ROLE_WIDTH), str(place), ROLE_WIDTH)
        named = f"INDEX({label_ids},MATCH({literal(text)},{label_texts},0))"
        calc.formula("rule_roles", "id", item, f'IF({text}="","",IFERROR({named},LOWER({text})))')
        earlier = f"COUNTIF({roles.all('id', stop=item)},{literal(id)})>0" if item else "FALSE"
        calc.formula("rule_roles", "new", item, f'IF(OR({id}="",{id}="{CEO}"),0,IF({earlier},0,1))')
        count = f"1+SUM({roles.all('new', stop=item + 1)})"
        first = (
            f"INDEX({roles.all('slot', stop=item)},MATCH({literal(id)},{roles.all('id', stop=item)},0))"
            if item
            else "0"
        )
        calc.formula("rule_roles", "slot", item, f'IF({id}="",0,IF({id}="{CEO}",1,IF({new}=1,{count},{first})))')
        calc.formula("rule_roles", "name", item, role_text(id))


def _role_slots(calc: Calc) -> None:
    roles = calc["rule_roles"]
    calc.value("role_slots", "slot", 0, 1)
    calc.value("role_slots", "id", 0, CEO)
    for item in range(1, ROLES):
        calc.value("role_slots", "slot", item, item + 1)
        match = f"MATCH({item + 1},{roles.all('slot')},0)"
        calc.formula("role_slots", "id", item, f'IFERROR(INDEX({roles.all("id")},{match}),"")')
