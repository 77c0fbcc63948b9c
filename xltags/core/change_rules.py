"""Which changes of a taxonomy or scorecard break what rests on it, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Area = Literal["taxonomy", "scorecard", "plan", "settings", "customers"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `rule` is a key of `RULES`; `before` and `after` say what the subject was and is, "" nothing."""

    area: Area
    rule: str
    subject: str
    before: str = ""
    after: str = ""

    @property
    def breaking(self) -> bool:
        """Whether something that worked before works otherwise, or no more."""
        return RULES[self.rule][0]

    @property
    def reason(self) -> str:
        """The rule that says so, in a sentence."""
        return RULES[self.rule][1]


# By rule: whether it breaks, and why.
RULES: Mapping[str, tuple[bool, str]] = {
    "group_added": (False, "nothing names a new group yet"),
    "group_removed": (True, "its column is no tag group any more, and what names it finds nothing"),
    "group_renamed": (True, "columns, rules, filters and formulas name groups by id; carry it out with xltags migrate"),
    "group_retired": (True, "the column is no longer checked, scored or reported"),
    "group_in_use": (False, "a group that comes into use adds a column"),
    "group_header_lost": (True, "a column with the old label as its header is no longer found"),
    "group_label": (False, "the old label is still understood"),
    "group_one_value": (True, "cells with several tags become findings, and only one tag counts"),
    "group_many_values": (False, "a cell with one tag stays right"),
    "group_required": (True, "blank cells become findings"),
    "group_optional": (False, "nothing that was right becomes wrong"),
    "group_family": (True, "reports choose groups by family"),
    "group_text": (False, "it says something about the group, and no rule reads it strictly"),
    "tag_added": (False, "no customer carries a new tag yet"),
    "tag_removed": (True, "cells that hold it become unknown; retire it instead"),
    "tag_moved": (True, "cells, rules and filters look for it in the old group; carry it out with xltags migrate"),
    "tag_replaced": (False, "cells follow the successor with xltags fix"),
    "tag_retired": (True, "its customers have no tag to go to; name a successor"),
    "tag_reserved": (True, "a reserved tag may not be used yet, but cells may hold it"),
    "tag_in_use": (False, "a tag that comes into use makes nothing wrong"),
    "tag_label_lost": (True, "cells with the old label become unknown; keep it as a synonym"),
    "tag_label": (False, "the old label is still understood"),
    "tag_spelling_lost": (True, "cells with that spelling become unknown"),
    "tag_spelling_kept": (False, "no synonym any more, but still understood"),
    "tag_spelling": (False, "one more spelling is understood"),
    "tag_parent": (True, "rules and reports that take the parent for its narrower tags count other customers"),
    "tag_purity": (True, "purity counts other leads, in the past too"),
    "tag_stage_order": (True, "the funnel's steps follow one another in this order"),
    "tag_order": (False, "only the place in lists changes"),
    "tag_meaning": (False, "the words changed; where the meaning did, make it a new tag"),
    "tag_text": (False, "it says something about the tag, and no rule reads it strictly"),
    "score_rule": (True, "scores and tiers change"),
    "score_text": (False, "no score changes"),
    "plan": (False, "a target is compared with what is, and changes nothing else"),
    "setting_numbers": (True, "figures are counted otherwise, in the past too"),
    "setting": (False, "no figure of the past changes"),
    "customer_added": (False, "a new customer"),
    "customer_removed": (True, "a customer with its history is gone"),
    "customer_tags": (False, "customers change; the log should say when"),
}
