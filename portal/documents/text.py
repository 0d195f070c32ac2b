"""The text of a page as it comes out of a PDF: cleaned for search, put together again for reading."""

import re

from portal.documents.limits import PAGE_CHARACTERS

_LIST_ITEM = re.compile(r"([•●▪■–—*-]|\(?\d{1,3}[.)]|\(?[a-zа-яәғқңөұүһі]\)) ", re.IGNORECASE)
_SENTENCE_END = (".", "!", "?", ":", ";", "…", "»", '"')


def clean(text):
    """Without NUL and other control characters, with words whole again that were divided at the end of a line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\x02\u00ad\ufffe]\n?", "", text)  # how PDFium marks a hyphen that only divides a word
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", " ", text)
    text = text.encode("utf-8", "ignore").decode()  # half of a surrogate pair cannot be stored
    text = re.sub(r"[^\S\n]+", " ", text)
    return re.sub(r" ?\n ?", "\n", text).strip()[:PAGE_CHARACTERS]


def paragraphs(text):
    """Lines of a printed page joined into paragraphs, so that a phone can break them anew.

    A paragraph ends where a line is empty, where a sentence ends on a short line, where a list item or a line of
    another kind (all capitals) begins.
    """
    lines = [line.strip() for line in text.split("\n")]
    width = max((len(line) for line in lines), default=0)
    joined = []
    previous = ""
    for line in lines:
        if line and _continues(previous, line, width):
            joined[-1] = f"{joined[-1]} {line}"
        elif line:
            joined.append(line)
        previous = line
    return joined


def _continues(previous, line, width):
    if not previous or _LIST_ITEM.match(line) or previous.isupper() != line.isupper():
        return False
    ends_short = len(previous) < width * 0.8
    return not (ends_short and (previous.endswith(_SENTENCE_END) or line[0].isupper()))
