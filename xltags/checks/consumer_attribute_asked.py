"""Check GOV008, consumer attribute asked."""

from collections.abc import Iterator

from xltags.checks.registry import check
from xltags.core.consumer_attributes import consumer_attribute
from xltags.core.dataset import Dataset
from xltags.core.finding import Issue


@check(
    "GOV008",
    "warning",
    en=(
        "'{value}' asks for the {attribute} of a private person ('{word}'); sellers to companies neither learn nor "
        "use it, so drop it or write it into the notes"
    ),
    zh="“{value}”是个人的{attribute}（“{word}”），面向企业销售既拿不到也用不上，请删除或记在备注里",
    vi=(
        "“{value}” là {attribute} của cá nhân (“{word}”); bán cho doanh nghiệp không biết được và không dùng tới, "
        "hãy bỏ hoặc ghi vào lưu ý"
    ),
)
def consumer_attribute_asked(dataset: Dataset) -> Iterator[Issue]:
    """A tag or a group asks for a fact about a private person.

    Such as age, gender, education, marital status, zodiac sign, hobby, whether somebody joined the chat group.
    The dictionary holds the words in English, Chinese and Vietnamese. Facts about a company (company age, training as a
    trade, women's wear) are left alone. A tag of a group that is named itself is not named again.

    Why: such tags come from retail templates. In business they are seldom known, nobody acts on them, and they make
    every first talk longer.
    Fix: retire the tag. Where your strategy really rests on it, add an exception to Settings, with reason and end:
    except.GOV008 = sells to women founders; value=Female founder; until=2027-06-30.

    >>> from xltags.core.examples import dataset
    >>> tags = {"group": "profile", "tag": ["Female buyer", "Zodiac sign", "Company age under 3 years"]}
    >>> [(issue.value, issue.fields["attribute"]["en"]) for issue in consumer_attribute_asked(dataset(Tags=tags))]
    [('Female buyer', 'gender'), ('Zodiac sign', 'zodiac sign')]
    >>> fine = {"group": "industry", "tag": ["Education and training", "Women's wear"]}
    >>> list(consumer_attribute_asked(dataset(Tags=fine)))
    []
    """
    taxonomy = dataset.model.taxonomy
    asked = set()
    for group in taxonomy.groups:
        found = consumer_attribute((group.group.replace("_", " "), group.label_en, group.label_zh, group.label_vi))
        if found is not None and group.status != "retired":
            asked.add(group.group)
            place = dataset.table("TagGroups").place_in_row(group.row, "group")
            yield Issue(place, group.group, fields={"attribute": found.names, "word": found.word})
    for tag in taxonomy.tags:
        found = consumer_attribute((tag.tag, tag.zh, tag.vi))
        if found is not None and tag.status != "retired" and tag.group not in asked:
            place = dataset.table("Tags").place_in_row(tag.row, "tag")
            yield Issue(place, tag.tag, fields={"attribute": found.names, "word": found.word})
