"""What is recognised, counted: the table of docs/mail.md."""

from collections import Counter

from portal.runtime.places import BASE
from requests_registry.mail.kinds import Kind, kind_of
from requests_registry.mail.parse import parse
from requests_registry.mail.quotes import find
from tests.mail.corpus import CHARSETS, FILES, GATEWAYS, MACHINES, PEOPLE, SHAPES
from tests.mail.corpus.people import OURS, OURS_KK

DOCUMENT = BASE / "docs" / "mail.md"
BEGIN, END = "<!-- counted by python -m tests.mail.corpus -->\n", "<!-- end -->"
GROUPS = {
    "letters and their encodings, declared, wrongly declared or not at all": CHARSETS,
    "shapes: HTML, parts, missing boundaries, mails within mails": SHAPES,
    "files and their names, winmail.dat, uuencode, Outlook templates": FILES,
    "gateways that mistake encodings, rare packages, encrypted mails": GATEWAYS,
    "machines, and answers that look like theirs": MACHINES,
    "quotes of Outlook, Gmail, mail.ru, Yandex, Apple Mail, Thunderbird, Lotus, The Bat": PEOPLE,
}
MEANINGS = {
    Kind.LETTER: "a letter of a person",
    Kind.BOUNCE: "our mail did not arrive",
    Kind.DELAY: "our mail waits somewhere",
    Kind.DELIVERY_RECEIPT: "our mail arrived at a server",
    Kind.READ_RECEIPT: "our mail was opened, or deleted unread",
    Kind.AUTOMATIC_REPLY: "out of office, or “we have received your letter”",
}


def table():
    return "\n".join([*_groups(), "", *_kinds(), ""])


def document():
    """docs/mail.md with the table counted anew."""
    before, _begin, rest = DOCUMENT.read_text().partition(BEGIN)
    return f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}"


def _groups():
    yield "| Mails of the corpus | number | text whole | names of files whole | kind right |"
    yield "|---|--:|--:|--:|--:|"
    for title, samples in GROUPS.items():
        read = [(sample, parse(sample.raw)) for sample in samples]
        counts = (len(read), *(sum(check(*one) for one in read) for check in CHECKS))
        yield f"| {title} | {' | '.join(map(str, counts))} |"


def _kinds():
    samples = [sample for group in GROUPS.values() for sample in group]
    expected = Counter(sample.kind for sample in samples)
    found = Counter(sample.kind for sample in samples if _kind_is_right(sample, parse(sample.raw)))
    yield "| What it is | in the corpus | recognised |"
    yield "|---|--:|--:|"
    for kind, meaning in MEANINGS.items():
        yield f"| {meaning} | {expected[kind]} | {found[kind]} |"
    yield f"| a quote, folded where it repeats our letter and nothing else | {len(PEOPLE)} | {sum(map(_fold_is_right, PEOPLE))} |"


def _text_is_whole(sample, mail):
    text = " ".join(mail.text.split())
    return all(" ".join(words.split()) in text for words in sample.text)


def _names_are_whole(sample, mail):
    return tuple(file.name for file in mail.files) == sample.files


def _kind_is_right(sample, mail):
    return kind_of(mail).kind == sample.kind


def _fold_is_right(sample):
    return len(find(parse(sample.raw).text, (OURS, OURS_KK))) == sample.folded


CHECKS = (_text_is_whole, _names_are_whole, _kind_is_right)
