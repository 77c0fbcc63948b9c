"""A new workbook as a dataset, read as a file would be, without making the file."""

from datetime import date
from functools import cache

from xltags.books.memory import MemoryBook
from xltags.books.sheets import PROFILES, Profile, table_spec
from xltags.books.shipped import shipped_tables
from xltags.core.dataset import Dataset
from xltags.core.finding import LANGUAGES, Language

__all__ = ["LANGUAGES", "PROFILES", "shipped_dataset"]


@cache
def shipped_dataset(profile: Profile, language: Language = "en") -> Dataset:
    """The dataset of a new workbook of a profile in a language, without customers, three weeks after it was made."""
    tables = shipped_tables(profile=profile, phase="growth", language=language, created_on=date(2026, 11, 1))
    sheets = {}
    for id, records in tables.items():
        spec = table_spec(id)
        headers = [column.header(language) for column in spec.columns]
        sheets[spec.titles[language]] = (headers, [[it.get(column.id) for column in spec.columns] for it in records])
    customers = table_spec("Customers")
    sheets[customers.titles[language]] = ([column.header(language) for column in customers.columns], [])
    return MemoryBook(sheets).read(as_of=date(2026, 11, 21))
