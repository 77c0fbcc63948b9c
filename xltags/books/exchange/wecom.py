"""Tag groups as the customer tags of WeCom (enterprise WeChat): the JSON of its interface `get_corp_tag_list`.

Source: developer.work.weixin.qq.com/document/path/92117 - names of at most 30 characters, `order` in [0, 2^32) with the
larger one first, 10,000 tags in a company.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

from xltags.books.exchange.tag_set import Entry, Json, TagSet, group_label
from xltags.books.importing.tags import slug
from xltags.core.errors import XltagsError
from xltags.core.finding import Language
from xltags.core.values import Value, as_number

FORMAT = "wecom"
MAX_NAME = 30
MAX_TAGS = 10_000
MAX_ORDER = 2**32 - 1


def to_wecom(tag_set: TagSet) -> str:
    """The groups and tags as WeCom lists them, names in the workbook's language. Retired ones are `deleted`.

    What came from WeCom before goes back as it came: ids, times, orders, unknown fields.

    Raises:
        XltagsError: EXC004 a name or the number of tags is beyond WeCom's limits.
    """
    groups: list[Json] = []
    labels = [group_label(group, tag_set.language) for group in tag_set.groups]
    _require_limits(tag_set, labels)
    orders = _group_orders([_order(group) for group in tag_set.groups])
    for group, label, order in zip(tag_set.groups, labels, orders, strict=True):
        record = _record(group, "group_id", group.text("group"), order)
        record["group_name"] = label
        tags = tag_set.tags_of(group.text("group"))
        places = sorted(range(len(tags)), key=lambda place: _rank(tags[place]))
        by_place = dict(zip(places, _orders([_order(tags[place]) for place in places]), strict=True))
        record["tag"] = [_tag_record(tag, by_place[place]) for place, tag in enumerate(tags)]
        groups.append(record)
    rest = next((rest for group in tag_set.groups if (rest := group.known_to("wecom_list"))), {})
    return json.dumps({**rest, "tag_group": groups}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _tag_record(tag: Entry, order: int) -> dict[str, Json]:
    return _record(tag, "id", tag.text("tag_id"), order) | {"name": tag.text("tag")}


def _record(entry: Entry, id_key: str, id: str, order: int) -> dict[str, Json]:
    """What groups and tags have in common. An entry of WeCom's own has only the fields that it came with."""
    known = entry.known_to(FORMAT)
    retired = entry.text("status") == "retired"
    record: dict[str, Json] = {**known} or {id_key: id, "order": order, "deleted": retired}
    if "order" in known:
        record["order"] = order
    if retired or "deleted" in known:
        record["deleted"] = retired
    return record


def _order(entry: Entry) -> int | None:
    order = entry.known_to(FORMAT).get("order")
    return order if isinstance(order, int) and not isinstance(order, bool) else None


def _rank(tag: Entry) -> tuple[bool, float]:
    """Where a tag is shown within its group: by `order`, those without at the end."""
    order = as_number(tag.values.get("order"))
    return (order is None, order or 0.0)


def _orders(known: Sequence[int | None]) -> list[int]:
    """WeCom's order numbers for entries as they are shown, first ones larger.

    Numbers that came from WeCom stay where they still say the same; a new entry has the number of the one above it.
    """
    numbers = [number for number in known if number is not None]
    if not numbers or any(above < below for above, below in pairwise(numbers)):
        return list(range(len(known), 0, -1))
    found: list[int] = []
    last = min(numbers[0] + 1, MAX_ORDER)
    for number in known:
        last = last if number is None else number
        found.append(last)
    return found


def _group_orders(known: Sequence[int | None]) -> list[int]:
    """Order numbers of groups: a workbook has no column for them, so known ones stay and new groups go last."""
    numbers = [number for number in known if number is not None]
    if not numbers:
        return list(range(len(known), 0, -1))
    return [min(numbers) if number is None else number for number in known]


def is_own(entry: Entry, kept: dict[str, Json]) -> bool:
    """Whether WeCom's record of an entry says nothing but what an export of xltags itself says."""
    own = {"group_id": entry.text("group")} if "group_id" in kept else {"id": entry.text("tag_id")}
    return kept.keys() <= {*own, "order", "deleted"} and all(kept.get(key) == id for key, id in own.items())


def _require_limits(tag_set: TagSet, labels: Sequence[str]) -> None:
    if len(tag_set.tags) > MAX_TAGS:
        raise XltagsError(
            f"WeCom holds {MAX_TAGS:,} tags, and these are {len(tag_set.tags):,}; choose groups with --group",
            code="EXC004",
        )
    names = [*labels, *(tag.text("tag") for tag in tag_set.tags)]
    long = [name for name in names if len(name) > MAX_NAME]
    if long or not all(names):
        what = f"{long[0]!r} has {len(long[0])} characters" if long else "a tag or group has no name"
        more = f", and {len(long) - 1} more are too long" if len(long) > 1 else ""
        raise XltagsError(f"WeCom takes names of 1 to {MAX_NAME} characters: {what}{more}; rename it", code="EXC004")
    for group, label in zip(tag_set.groups, labels, strict=True):
        seen: set[str] = set()
        for tag in tag_set.tags_of(group.text("group")):
            name = tag.text("tag")
            if name in seen:
                raise XltagsError(
                    f"WeCom takes a name once in a group: {name!r} is twice in {label!r}; run `xltags lint`",
                    code="EXC004",
                )
            seen.add(name)


def from_wecom(text: str, *, language: Language, name: str) -> TagSet:
    """The groups and tags of a list that WeCom gave.

    Args:
        language: that of the names.
        name: the file, for messages.

    Raises:
        XltagsError: EXC002 it is no such list.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise XltagsError(f"{name}: is no JSON ({_first_line(error)})", code="EXC002") from error
    if not isinstance(found, dict) or "tag_group" not in found:
        raise XltagsError(
            f"{name}: has no 'tag_group'; give the answer of WeCom's get_corp_tag_list as it came", code="EXC002"
        )
    listed = found["tag_group"]
    rest = {key: value for key, value in found.items() if key != "tag_group"}
    groups: list[Entry] = []
    tags: list[Entry] = []
    taken: set[str] = set()
    for place, record in _records(listed if isinstance(listed, list) else [listed], f"{name}: tag_group"):
        group, own = _group(record, place, language, taken)
        if rest and not groups:
            group = Entry(group.values, {**group.kept, "wecom_list": rest})
        groups.append(group)
        tags += own
    return TagSet(tuple(groups), tuple(tags), language, only_new=frozenset({"order", "created_on"}))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _records(items: Json, place: str) -> Iterator[tuple[str, dict[str, Json]]]:
    if not isinstance(items, list):
        raise XltagsError(f"{place}: is no list", code="EXC002")
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise XltagsError(f"{place} {number}: is no record in braces", code="EXC002")
        yield f"{place} {number}", item


def _group(record: dict[str, Json], place: str, language: Language, taken: set[str]) -> tuple[Entry, list[Entry]]:
    label = _name(record, "group_name", place)
    stem = slug(label)
    id, count = stem, 2
    while id in taken:
        id, count = f"{stem}_{count}", count + 1
    taken.add(id)
    kept = {key: value for key, value in record.items() if key not in ("group_name", "tag")}
    values: dict[str, Value] = {"group": id, f"label_{language}": label, **_status(record)}
    found = list(_records(record.get("tag") or [], f"{place}, tag"))
    shown = sorted(range(len(found)), key=lambda number: -_number(found[number][1].get("order")))
    ranks = {number: 10 * (rank + 1) for rank, number in enumerate(shown)}
    tags = [_tag(each, where, id, ranks[number]) for number, (where, each) in enumerate(found)]
    return Entry(values, {FORMAT: kept}), tags


def _tag(record: dict[str, Json], place: str, group: str, rank: int) -> Entry:
    values: dict[str, Value] = {
        "group": group,
        "tag": _name(record, "name", place),
        "order": rank,
        **_status(record),
    }
    id = record.get("id")
    if isinstance(id, str) and id.strip():
        values["tag_id"] = id.strip()
    created = _day(record.get("create_time"))
    if created is not None:
        values["created_on"] = created
    kept = {key: value for key, value in record.items() if key != "name"}
    return Entry(values, {FORMAT: kept})


def _name(record: dict[str, Json], key: str, place: str) -> str:
    name = record.get(key)
    if not isinstance(name, str) or not name.strip():
        raise XltagsError(f"{place}: has no {key}", code="EXC002")
    return name


def _status(record: dict[str, Json]) -> dict[str, Value]:
    """A deleted entry is retired. Of others nothing is said: WeCom may still have what the workbook has retired."""
    return {"status": "retired"} if record.get("deleted") is True else {}


def _number(value: Json) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _day(seconds: Json) -> date | None:
    """The day of a Unix time; None where it is none."""
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 < seconds < 2**33:
        return None
    return datetime.fromtimestamp(seconds, tz=UTC).date()
