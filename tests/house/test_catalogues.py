"""Every word of the interface stands in Kazakh and in Russian, with the same placeholders, and the catalogues are fresh."""

import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from portal.runtime import catalogues

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

TWICE = re.compile(r"(.{7,})\s?\1", re.DOTALL)


@pytest.fixture(scope="module")
def words():
    return catalogues.words_by_room()


def forms_of(words):
    return list(words) if isinstance(words, (tuple, list)) else [words]


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
@pytest.mark.parametrize("room", catalogues.ROOMS)
def test_nothing_is_missing_or_left_over(room, language, words):
    kept = {(message.context, forms_of(message.id)[0]) for message in catalogues.read(room, language) if message.id}

    assert list(words[room].keys() - kept) == [], "run `make messages` and translate what is new"
    assert list(kept - words[room].keys()) == [], "run `make messages`: these words are in no source any more"


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
@pytest.mark.parametrize("room", catalogues.ROOMS)
def test_everything_is_translated(room, language):
    catalogue = catalogues.read(room, language)
    expected = int(re.search(r"nplurals=(\d)", catalogues.LANGUAGES[language])[1])
    untranslated = [
        message.id
        for message in catalogue
        if message.id
        and (
            message.fuzzy
            or not all(catalogues.forms(message))
            or (message.pluralizable and len(catalogues.forms(message)) != expected)
        )
    ]

    assert untranslated == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
@pytest.mark.parametrize("room", catalogues.ROOMS)
def test_no_translation_stands_there_twice(room, language):
    """Merging two catalogues by lines can join both wrapped forms of one sentence."""
    translations = [
        words for message in catalogues.read(room, language) for words in catalogues.forms(message) if words
    ]

    assert [words for words in translations if TWICE.fullmatch(words)] == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
@pytest.mark.parametrize("room", catalogues.ROOMS)
def test_placeholders_are_kept(room, language):
    """A plural form may leave the number out ("one request"), but may not bring a placeholder that is not there."""
    wrong = []
    for message in catalogues.read(room, language):
        known = set(PLACEHOLDER.findall(" ".join(forms_of(message.id))))
        for translation in catalogues.forms(message) if message.id else []:
            used = set(PLACEHOLDER.findall(translation))
            if used - known or (not message.pluralizable and used != known):
                wrong.append((message.id, translation))

    assert wrong == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_rooms_agree(language):
    """At run time the rooms are one catalogue: two translations of one message would hide each other."""
    seen, disagreements = {}, []
    for room in catalogues.ROOMS:
        for message in catalogues.read(room, language):
            first_room, first = seen.setdefault((message.context, forms_of(message.id)[0]), (room, message.string))
            if message.id and first != message.string:
                disagreements.append(f"{message.id!r}: {first!r} in {first_room}, {message.string!r} in {room}")

    assert disagreements == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
@pytest.mark.parametrize("room", catalogues.ROOMS)
def test_no_message_is_kept_twice(room, language):
    path = catalogues.path_of(room, language)
    text = path.read_text() if path.exists() else ""

    assert "#~" not in text
    assert text.count("\nmsgid ") == len(read_po(BytesIO(text.encode())))
