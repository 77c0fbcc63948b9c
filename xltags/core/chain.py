"""The people who decide a purchase: which roles we know, which ones the company's size asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltags.core.finding import Language
from xltags.core.scorecard import ChainRule
from xltags.core.table import Table
from xltags.core.text import fold, split_values
from xltags.core.values import CellFault, Value, as_text

CEO = "ceo"

_ROLE_NAMES: Mapping[str, Mapping[Language, str]] = {
    "ceo": {"en": "CEO", "zh": "老板或总经理", "vi": "giám đốc / chủ doanh nghiệp"},
    "cio": {"en": "CIO", "zh": "信息化负责人（CIO）", "vi": "giám đốc CNTT (CIO)"},
    "business_head": {"en": "business head", "zh": "业务部门负责人", "vi": "trưởng bộ phận nghiệp vụ"},
    "it_manager": {"en": "IT manager", "zh": "IT 经理", "vi": "quản lý IT"},
    "finance": {"en": "finance", "zh": "财务", "vi": "tài chính"},
    "procurement": {"en": "procurement", "zh": "采购", "vi": "mua hàng"},
    "user": {"en": "user", "zh": "一线使用者", "vi": "người sử dụng"},
    "other": {"en": "another role", "zh": "其他角色", "vi": "vai trò khác"},
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the required roles are known. `missing` is in the order of the rule; `ceo_only`: the CEO is the only
    role known although the rule asks for others."""

    required: tuple[str, ...]
    missing: tuple[str, ...]
    ceo_only: bool

    @property
    def share(self) -> float:
        """Required roles present / required roles, 0..1; 1 where none is required."""
        return 1.0 if not self.required else (len(self.required) - len(self.missing)) / len(self.required)

    def text(self) -> str:
        """The share as a person reads it, "2/3"; "100 %" where none is required."""
        present = len(self.required) - len(self.missing)
        return f"{present}/{len(self.required)}" if self.required else "100 %"


def cover(required: Sequence[str], roles: frozenset[str]) -> Coverage:
    """How far a customer's known roles cover the required ones; both as folded ids.

    >>> cover(("ceo", "cio"), frozenset({"ceo"}))
    Coverage(required=('ceo', 'cio'), missing=('cio',), ceo_only=True)
    """
    missing = tuple(role for role in required if role not in roles)
    return Coverage(tuple(required), missing, roles == {CEO} and any(role != CEO for role in required))


def rule_for(rules: Sequence[ChainRule], employees: float) -> ChainRule | None:
    """The first rule whose low <= employees < high; None where no rule is for that size."""
    for rule in rules:
        if (rule.low is None or rule.low <= employees) and (rule.high is None or employees < rule.high):
            return rule
    return None


def required_roles(rule: ChainRule | None) -> tuple[str, ...]:
    """The folded ids of a rule's roles, each once; none without a rule."""
    return tuple(dict.fromkeys(fold(role) for role in rule.required_roles)) if rule else ()


def roles_in(cell: Value | None) -> frozenset[str]:
    """The folded ids of the roles in a cell of `Contacts`; none where it is blank or an error."""
    if cell is None or isinstance(cell, CellFault):
        return frozenset()
    return frozenset(fold(role) for role in split_values(as_text(cell)))


def roles_by_customer(contacts: Table) -> dict[str, frozenset[str]]:
    """The known roles of each customer (trimmed customer_id) that has a contact with a role, in the table's order."""
    cells = contacts.column("chain_role").values
    roles = [roles_in(cell) for cell in cells]
    customers = contacts.column("customer_id")
    ids = [as_text(value).strip() for value in customers.values]
    pairs = zip(customers.codes.tolist(), contacts.column("chain_role").codes.tolist(), strict=True)
    found: dict[str, frozenset[str]] = {}
    for customer, role in dict.fromkeys(pairs):
        if customer >= 0 and role >= 0 and roles[role]:
            known = found.get(ids[customer])
            found[ids[customer]] = roles[role] if known is None else known | roles[role]
    return found


def role_name(role: str, language: Language = "en") -> str:
    """A role as people read it; the id with spaces where it is none of ours.

    >>> role_name("business_head"), role_name("cio", "vi"), role_name("plant_manager")
    ('business head', 'giám đốc CNTT (CIO)', 'plant manager')
    """
    names = _ROLE_NAMES.get(role)
    return names[language] if names else role.replace("_", " ")
