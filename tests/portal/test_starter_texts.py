"""The texts that come with the portal: reference tables and starter content, in three languages and without typing traps."""

import csv
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

from portal.languages import LANGUAGES
from portal.models import Organisation, Region

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "portal" / "reference"
HOLDERS = ROOT / "requests_registry" / "reference" / "holders.csv"
TABLES = [*sorted(REFERENCE.glob("*.csv")), HOLDERS]
STARTER = sorted(
    path for app in ("portal", "events", "publications") for path in (ROOT / app / "starter").rglob("*.toml")
)
LISTS = ("data", "events", "glossary", "organisations", "publications", "requests", "search", "topics")
LINK = re.compile(r"\]\(([^)\s]+)\)")
WORD = re.compile(r"[^\W\d_]+")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name, key):
    return [row[key] for row in rows(REFERENCE / name)]


def read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def tables(record):
    """Every table of a starter file, however deep."""
    if isinstance(record, dict):
        yield record
    for part in record.values() if isinstance(record, dict) else record if isinstance(record, list) else []:
        yield from tables(part)


def records(path):
    """The objects of a starter file: the file itself, or the rows of its only list."""
    content = read(path)
    return [content] if "slug" in content else next(iter(content.values()))


def translated(path):
    """Every text of the file that is meant to be in three languages."""
    return [table for table in tables(read(path)) if set(LANGUAGES) & set(table)]


def mixed_words(text):
    """Words with both Latin and Cyrillic letters: they look right, and search never finds them."""
    return [
        word for word in WORD.findall(text) if {"LATIN", "CYRILLIC"} <= {unicodedata.name(c).split()[0] for c in word}
    ]


def test_a_latin_letter_in_a_cyrillic_word_is_seen():
    assert mixed_words("Каспий тeңізі, Caspian") == ["тeңізі"]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_a_reference_table_has_clean_text(path):
    text = path.read_text(encoding="utf-8")

    # A chemical symbol is Latin beside its Russian index, as the order prints it: Nобщ.
    symbols = {word for row in rows(path) for word in mixed_words(row.get("symbol", ""))}
    assert set(mixed_words(text)) <= symbols
    assert unicodedata.is_normalized("NFC", text)
    assert [cell for row in rows(path) for cell in row.values() if cell != cell.strip()] == []


@pytest.mark.parametrize(
    ("name", "key", "field"),
    [
        ("regions.csv", "slug", "name"),
        ("topics.csv", "code", "name"),
        ("organisations.csv", "slug", "name"),
        ("glossary.csv", "code", "term"),
    ],
)
def test_a_reference_table_has_unique_keys_and_three_languages(name, key, field):
    table = rows(REFERENCE / name)

    assert len({row[key] for row in table}) == len(table)
    assert [row[key] for row in table if not all(row[f"{field}_{language}"] for language in LANGUAGES)] == []


def test_the_regions_of_today_are_seventeen_and_three_cities():
    kinds = [row["kind"] for row in rows(REFERENCE / "regions.csv") if not row["ended_in"]]

    assert sorted(kinds) == [Region.Kind.CITY] * 3 + [Region.Kind.COUNTRY] + [Region.Kind.REGION] * 17


@pytest.mark.parametrize("name", ["topics.csv", "organisations.csv"])
def test_a_parent_stands_before_its_children(name):
    seen = {""}
    for row in rows(REFERENCE / name):
        assert row["parent"] in seen
        seen.add(row.get("code") or row["slug"])


def test_organisations_use_the_words_of_the_model_and_known_regions():
    table = rows(REFERENCE / "organisations.csv")

    assert {row["kind"] for row in table} <= set(Organisation.Kind.values)
    assert {row["level"] for row in table} <= set(Organisation.Level.values)
    assert {row["region"] for row in table} <= {"", *column("regions.csv", "iso_3166_2")}


def test_every_holder_is_a_known_organisation_with_a_profile():
    holders = rows(HOLDERS)
    organisations = set(column("organisations.csv", "slug"))

    assert len({row["organisation"] for row in holders}) == len(holders) == 59
    assert {row["organisation"] for row in holders} <= organisations
    assert {row["higher_body"] for row in holders} <= organisations | {""}
    assert {row["profile"] for row in holders} == {"STATE", "COMPANY"}


def by_place(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", STARTER, ids=by_place)
def test_a_starter_file_is_complete_in_three_languages_and_clean(path):
    text = path.read_text(encoding="utf-8")

    assert translated(path)
    assert [table for table in translated(path) if not all(table.get(code, "").strip() for code in LANGUAGES)] == []
    assert mixed_words(text) == []
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("path", STARTER, ids=by_place)
def test_a_starter_file_refers_to_what_exists(path):
    known = {
        "topics": set(column("topics.csv", "code")),
        "regions": set(column("regions.csv", "iso_3166_2")),
        "directions": {direction["slug"] for direction in read(ROOT / "portal/starter/directions.toml")["directions"]},
    }
    organisations = set(column("organisations.csv", "slug"))

    for record in records(path):
        assert {key: set(record.get(key, [])) - codes for key, codes in known.items()} == {key: set() for key in known}
    for table in tables(read(path)):
        assert {table[key] for key in ("organisation", "publisher") if key in table} <= organisations
        assert {role["slug"] for role in table.get("organisations", [])} <= organisations


@pytest.mark.parametrize("folder", ["portal/starter/pages", "events/starter", "publications/starter"])
def test_slugs_of_starter_objects_are_their_file_names(folder):
    paths = sorted((ROOT / folder).glob("*.toml"))

    assert [read(path)["slug"] for path in paths] == [path.stem for path in paths]


def addresses():
    """Where a starter text may lead: pages, lists, and the topics, organisations and events that come with the portal."""
    yield from LISTS
    yield from (path.stem for path in (ROOT / "portal/starter/pages").glob("*.toml"))
    yield from (f"events/{path.stem}" for path in (ROOT / "events/starter").glob("*.toml"))
    yield from (f"topics/{code}" for code in column("topics.csv", "code"))
    yield from (f"organisations/{slug}" for slug in column("organisations.csv", "slug"))


@pytest.mark.parametrize("path", STARTER, ids=by_place)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_leads_to_a_page_that_exists_in_the_language_of_its_text(path, language):
    known = {f"/{language}/{address}/" for address in addresses()}
    links = [link for table in translated(path) for link in LINK.findall(table[language])]

    assert [link for link in links if not link.startswith("https://") and link not in known] == []


@pytest.mark.parametrize("path", STARTER, ids=by_place)
def test_a_text_has_the_same_headings_lists_and_links_in_each_language(path):
    def shape(text):
        return [line.split()[0] for line in text.splitlines() if line.startswith(("#", "- ", "1. "))], len(
            LINK.findall(text)
        )

    assert [table["en"] for table in translated(path) if len({str(shape(table[code])) for code in LANGUAGES}) > 1] == []
