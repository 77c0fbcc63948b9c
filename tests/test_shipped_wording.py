"""Headers, hints, sheet titles, choices and settings: complete, and each text means one thing."""

import csv
from pathlib import Path

import pytest

from tests.shipped_files import GROUPS, LANGUAGES, SEPARATORS, SHIPPED, choice_ids, read, twice
from xltags.core.text import fold

TABLES = {
    "Settings": "key value note",
    "TagGroups": "group label_en label_zh label_vi family step values required feed question owner_department judged_by"
    " fill_target status reserved_for review_on",
    "Tags": "group tag_id tag zh vi synonyms parent definition with_tag without_tag purity_class order status"
    " replaced_by origin department created_by created_on",
    "Customers": "customer_id company employees team_headcount annual_revenue first_contact brought_by owner"
    " sales_status reject_reason won_on lost_on lost_stage deal_value renewed_on churned_on notes icp_score icp_tier"
    " icp_range icp_why ask_next tag_issues",
    "Contacts": "customer_id name position chain_role is_decider confirmed_on",
    "FollowUps": "date customer_id by channel group from_tag to_tag note next_action due_on",
    "Spend": "month source brought_by amount",
    "Strategy": "period group tag target_share priority",
    "Indicators": "indicator label dimension kind field on owner rationale reviewed_on",
    "Bands": "indicator tag low high points outcome zone cap_tier",
    "Tiers": "tier min_points service_hours response_hours strategy",
    "ChainRules": "low high required_roles",
    "Segments": "segment include exclude action owner frequency importance",
    "TagRequests": "group tag reason_type with_tag without_tag data_source expected_fill department requested_by"
    " requested_on verdict decided_by decided_on",
    "Owners": "person department role from to",
    "IcpVersions": "version valid_from by reason fingerprint",
    "Demands": "customer_id need product_area raised_on status",
    "Interviews": "customer_id date process need motive feedback",
}
SETTINGS = (
    "schema_version team language company_phase maturity_step owner_department headcount monthly_budget linked_systems"
    " content_team products fiscal_year_start min_sample stale_after_days silent_after_days review_every_days"
)
CHOICE_SETS = {
    "family": "identity source preference behaviour stage specific",
    "values": "one many",
    "feed": "system manual",
    "question": "who where_from how_reached how_effective",
    "group_status": "active reserved retired",
    "tag_status": "active reserved retired",
    "origin": "builtin custom",
    "sales_status": "new mql accepted rejected",
    "dimension": "industry_scenario size_stage decision_chain",
    "kind": "hard soft",
    "outcome": "pass reject",
    "zone": "serve stretch avoid",
    "tier": "A B C D",
    "purity_class": "target target_not_now ecosystem competitor not_target",
    "company_phase": "startup growth mature",
    "language": "en zh vi",
    "role": "marketer mdr sdr sales taxonomy_owner",
    "chain_role": "ceo cio business_head it_manager finance procurement user other",
}


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.csv")), ids=lambda path: path.name)
def test_files_are_plain_trimmed_csv(path: Path) -> None:
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf") and b"\r" not in data and data.endswith(b"\n")
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    assert not twice(header)
    assert all(len(row) == len(header) for row in rows)
    assert [cell for row in rows for cell in row if cell != cell.strip()] == []


def test_headers_cover_every_column_of_every_table() -> None:
    declared = [(table, column) for table, columns in TABLES.items() for column in columns.split()]
    assert [(row["table"], row["column_id"]) for row in read("headers.csv")] == declared


def test_headers_and_hints_are_filled_in_every_language() -> None:
    fields = [*LANGUAGES, *(f"note_{language}" for language in LANGUAGES)]
    assert [(row["table"], row["column_id"]) for row in read("headers.csv") if not all(row[f] for f in fields)] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_header_means_one_column_of_its_table_in_any_language(table: str) -> None:
    owners: dict[str, set[str]] = {}
    for row in read("headers.csv"):
        if row["table"] == table:
            for text in (row["column_id"], *(row[language] for language in LANGUAGES)):
                owners.setdefault(fold(text), set()).add(row["column_id"])
    if table == "Customers":
        for group in GROUPS:
            for text in (group["group"], *(group[f"label_{language}"] for language in LANGUAGES)):
                owners.setdefault(fold(text), set()).add(group["group"])
    assert {text: ids for text, ids in owners.items() if len(ids) > 1} == {}


def test_entry_hints_fit_an_excel_input_message() -> None:
    notes = [row[f"note_{language}"] for row in read("headers.csv") for language in LANGUAGES]
    assert [note for note in notes if len(note) > 255] == []


def test_every_sheet_has_title_and_purpose() -> None:
    rows = read("sheets.csv")
    assert [row["sheet"] for row in rows] == ["Start", *TABLES, "Dashboard", "Card", "Functions"]
    assert [row for row in rows if not all(row.values())] == []
    for language in LANGUAGES:
        assert twice(fold(row[language]) for row in rows) == []
        assert [row[language] for row in rows if len(row[language]) > 31] == []


@pytest.mark.parametrize(("choice_set", "ids"), CHOICE_SETS.items())
def test_choices_hold_the_contract_ids(choice_set: str, ids: str) -> None:
    assert choice_ids(choice_set) == ids.split()


def test_choices_are_filled_and_a_text_means_one_choice() -> None:
    rows = read("choices.csv")
    assert [row for row in rows if not all(row.values())] == []
    for choice_set in {row["choice_set"] for row in rows}:
        owners: dict[str, set[str]] = {}
        for row in rows:
            if row["choice_set"] == choice_set:
                for text in (row["id"], *(row[language] for language in LANGUAGES)):
                    owners.setdefault(fold(text), set()).add(row["id"])
        assert {text: ids for text, ids in owners.items() if len(ids) > 1} == {}


def test_choice_labels_can_stand_in_a_many_valued_cell() -> None:
    texts = [row[language] for row in read("choices.csv") for language in LANGUAGES]
    assert [text for text in texts if set(text) & set(SEPARATORS)] == []


def test_every_setting_is_explained_in_every_language() -> None:
    rows = read("settings.csv")
    assert set(SETTINGS.split()) <= {row["key"] for row in rows}
    assert twice(fold(row["key"]) for row in rows) == []
    assert [row["key"] for row in rows if not (row["note"] and row["note_zh"] and row["note_vi"])] == []
