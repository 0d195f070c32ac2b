"""Every mail of the corpus is read as its name says."""

import pytest

from requests_registry.mail.kinds import kind_of
from requests_registry.mail.parse import parse
from requests_registry.mail.parsed import Note
from tests.mail.corpus import BY_NAME, SAMPLES
from tests.mail.corpus.making import FOLDER, mail
from tests.mail.corpus.table import DOCUMENT, document

each = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def flat(text):
    return " ".join(text.split())


@each
def test_the_words_are_there(sample):
    mail = parse(sample.raw)
    for words in sample.text:
        assert flat(words) in flat(mail.text)
    assert Note.UNREADABLE not in [note for note, _detail in mail.notes]


@each
def test_every_file_has_its_name(sample):
    assert tuple(file.name for file in parse(sample.raw).files) == sample.files


@each
def test_the_kind_is_right(sample):
    verdict = kind_of(parse(sample.raw))
    assert verdict.kind == sample.kind, verdict


@each
def test_subject_and_sender_are_whole(sample):
    mail = parse(sample.raw)
    assert sample.subject in (None, mail.subject)
    assert sample.sender in (None, str(mail.sender))


@pytest.mark.parametrize("name", ["encrypted-pgp-mime", "encrypted-pgp-in-the-text", "encrypted-smime"])
def test_what_is_encrypted_says_so(name):
    assert Note.ENCRYPTED in [note for note, _detail in parse(BY_NAME[name].raw).notes]


def test_a_package_of_binhex_says_that_it_is_left_packed():
    raw = mail(b"(This file must be converted with BinHex 4.0)\r\n\r\n:abc:", Content_Type="text/plain")
    assert [note for note, _detail in parse(raw).notes] == [Note.NOT_UNPACKED]


def test_no_two_samples_have_one_name():
    assert len(BY_NAME) == len(SAMPLES) >= 80


def test_the_files_on_the_disk_are_these_mails():
    written = {path.stem: path.read_bytes() for path in FOLDER.glob("*.eml")}
    assert written == {sample.name: sample.raw for sample in SAMPLES}


def test_the_table_of_the_docs_is_true():
    """`python -m tests.mail.corpus` writes it anew."""
    assert DOCUMENT.read_text() == document()
