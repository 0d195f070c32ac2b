"""Mails woven at random from the habits of many programs: each keeps its words and the names of its files."""

import quopri
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_registry.mail.kinds import kind_of
from requests_registry.mail.parse import parse
from requests_registry.mail.parsed import Note
from tests.mail.corpus.making import ANSWER, ANSWER_KK, PDF, b64, file_part, mail, nested, part, signed_data, word

CHARSETS = ("utf-8", "cp1251", "koi8-r", "cp866", "iso-8859-5", "mac-cyrillic", "utf-16", "utf-7")
NAMES = st.text(alphabet="абвгдежзиклмнопрстуфхцчшщыьэюя №-0123456789()", min_size=1, max_size=60).map(
    lambda text: f"{' '.join(text.split()) or 'а'}.pdf"
)


def encoded(data, way):
    if way == "base64":
        return b64(data)
    return quopri.encodestring(data).replace(b"\n", b"\r\n") if way == "quoted-printable" else data


@st.composite
def texts(draw):
    words = draw(st.sampled_from([ANSWER, ANSWER_KK]))
    charset = draw(st.sampled_from(CHARSETS if words == ANSWER else ("utf-8", "kz1048", "utf-16", "utf-7")))
    ways = ("base64", "quoted-printable", "8bit") if charset != "utf-16" else ("base64",)
    way = draw(st.sampled_from(ways))
    body = f"<html><body><p>{words}</p></body></html>" if (is_html := draw(st.booleans())) else words
    content_type = f"text/{'html' if is_html else 'plain'}; charset={charset}"
    return words, part(content_type, encoded(body.encode(charset), way), Content_Transfer_Encoding=way)


def plain(name):
    return f'filename="{name}"'.encode()


def in_words(name):
    return f'filename="{word(name)}"'


def in_escapes(name):
    return f"filename*=UTF-8''{quote(name)}"


def in_pieces(name):
    letters = quote(name)
    cut = [letters[at : at + 31] for at in range(0, len(letters), 31)]
    mark = "UTF-8''"
    return ";\r\n ".join(f"filename*{number}*={'' if number else mark}{piece}" for number, piece in enumerate(cut))


@st.composite
def mails(draw):
    """(the mail, its words, the names of its files)."""
    words, piece = draw(texts())
    if draw(st.booleans()):
        piece = nested("alternative", piece, boundary="=-alternative")
    names = draw(st.lists(NAMES, max_size=3))
    ways = [draw(st.sampled_from([plain, in_words, in_escapes, in_pieces])) for _name in names]
    pieces = [piece, *(file_part(way(name)) for name, way in zip(names, ways, strict=True))]
    for level in range(draw(st.integers(0, 3))):
        pieces = [
            nested(draw(st.sampled_from(["mixed", "related", "signed", "report"])), *pieces, boundary=f"=-{level}")
        ]
    whole = nested("mixed", *pieces, boundary="=-whole")
    if draw(st.booleans()):
        envelope = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"
        whole = part(envelope, b64(signed_data(whole)), Content_Transfer_Encoding="base64")
    head, _, body = whole.partition(b"\r\n\r\n")
    fields = [line.split(b": ", 1) for line in head.replace(b"\r\n ", b" ").split(b"\r\n")]
    raw = mail(body, **{name.decode(): value for name, value in fields})
    end = draw(st.sampled_from([b"\r\n", b"\n"]))
    return raw.replace(b"\r\n", end), words, names


@given(mails())
def test_no_word_and_no_name_is_lost(woven):
    raw, words, names = woven

    read = parse(raw)

    assert words in " ".join(read.text.split())
    assert [file.name for file in read.files] == names
    assert all(file.content == PDF for file in read.files)
    assert kind_of(read).kind == "letter"


def samples_of_python():
    """Mails that Python's own parser is tested with."""
    try:
        from test import test_email
    except ImportError:
        return []
    return sorted((Path(test_email.__file__).parent / "data").glob("msg_*.txt"))


@pytest.mark.skipif(not samples_of_python(), reason="this Python comes without its test mails")
def test_the_mails_of_pythons_own_tests_are_read():
    mails = {path.stem: parse(path.read_bytes()) for path in samples_of_python()}

    unreadable = [name for name, read in mails.items() if Note.UNREADABLE in [note for note, _detail in read.notes]]
    silent = [name for name, read in mails.items() if not read.text.strip() and not read.files and not read.headers]
    assert (unreadable, silent) == ([], [])
    assert "This is the signed contents." in mails["msg_45"].text
    assert {name for name, read in mails.items() if kind_of(read).kind == "bounce"} >= {"msg_16", "msg_25", "msg_43"}
