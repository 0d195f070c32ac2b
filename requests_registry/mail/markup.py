"""HTML to text that keeps paragraphs, lists, tables and quotes; nothing that a reader saw is left out."""

import html
import re
from html.parser import HTMLParser

SILENT = {"style", "script", "head", "title", "noscript", "template", "svg", "object", "xml"}
BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "section", "article", "header"}
BLOCKS |= {"footer", "center", "form", "fieldset", "address", "main", "pre", "blockquote", "figure", "hr"}
LINES = {"br", "tr", "li", "dt", "dd", "option", "caption"}
APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "hr"}  # an empty line around them
TAGS = re.compile(r"<(?:br|p|div|table|tr|td|span|html|body|font|b|strong|a|ul|li|h[1-6])\b[^<>]{0,500}>", re.I)
DOCUMENT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html|<head|<body|<meta|<style)", re.I)
CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
UNCLOSED = re.compile(r"<(?=[^<>]*(?:<|\Z))")
UNCLOSED_LIMIT = 50
HIDDEN_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->|<!\[(?:if|endif)[^>\[]*\]>", re.S | re.I)


def to_text(markup):
    markup = _readable(HIDDEN_COMMENT.sub("", markup.replace("\x00", "")))
    try:
        reader = _Reader()
        reader.feed(markup)
        reader.close()
        text = reader.text()
    except (AssertionError, ValueError, RecursionError):
        text = ""
    bare = _without_tags(markup)
    return text if _words(text) * 2 >= _words(bare) else bare


def is_markup(text):
    """HTML that calls itself plain text."""
    beginning = text[:20_000]
    if DOCUMENT.match(beginning) and re.search(r"</?(?:html|body|p|div|br)\b", text, re.I):
        return True
    tags = TAGS.findall(beginning)
    return len(tags) >= 3 and bool(re.search(r"</\w+>|<br\s*/?>", beginning)) and _is_mostly_in_tags(beginning, tags)


def declared_charset(data):
    found = CHARSET.search(data[:4000])
    return found[1].decode("ascii") if found else ""


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out = []  # lines: [depth of quote, words]
        self.line = ""
        self.depth = 0
        self.silent = []
        self.lists = []
        self.links = []
        self.in_pre = 0
        self.cells = 0

    def handle_starttag(self, tag, attrs):
        if tag in SILENT:
            self.silent.append(tag)
            return
        if tag == "body":
            self.silent.clear()
        if self.silent:
            return
        attrs = dict(attrs)
        if tag in BLOCKS or tag in LINES:
            self._end_line(apart=tag in APART and not self.lists and not self.cells, is_break=tag == "br")
        match tag:
            case "blockquote":
                self.depth += 1
            case "ul" | "ol":
                self.lists.append(0 if tag == "ol" else None)
            case "li":
                self.line = self._bullet()
            case "td" | "th" if self.line.strip():
                self.line = self.line.rstrip() + "\t"
            case "table":
                self.cells += 1
            case "hr":
                self.line = "_" * 10
                self._end_line()
            case "pre":
                self.in_pre += 1
            case "a":
                self.links.append((attrs.get("href") or "", len(self.line)))
            case "img" if (attrs.get("alt") or "").strip() and len(attrs["alt"]) > 2:
                self.line += f" [{attrs['alt'].strip()}] "

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "hr", "img"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in SILENT:
            if tag in self.silent:
                del self.silent[self.silent.index(tag) :]
            return
        if self.silent:
            return
        if tag == "a" and self.links:
            self._end_link(*self.links.pop())
        if tag in BLOCKS or tag in LINES:
            self._end_line(apart=tag in APART and not self.lists and not self.cells)
        match tag:
            case "blockquote":
                self.depth = max(0, self.depth - 1)
            case "ul" | "ol" if self.lists:
                self.lists.pop()
            case "table":
                self.cells = max(0, self.cells - 1)
            case "pre":
                self.in_pre = max(0, self.in_pre - 1)

    def handle_data(self, data):
        if self.silent:
            return
        if self.in_pre:
            first, *others = data.split("\n")
            self.line += first
            for other in others:
                self._end_line(is_break=True)
                self.line = other
            return
        words = re.sub(r"[ \t\r\n\f\u00a0]+", " ", data)
        self.line += words.lstrip(" ") if not self.line or self.line.endswith((" ", "\t")) else words

    def unknown_decl(self, data):
        """A CDATA section or a conditional comment: no text of the letter."""

    def text(self):
        self._end_line()
        lines = [">" * depth + (" " if depth and words else "") + words for depth, words in self.out]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")

    def _end_line(self, apart=False, is_break=False):
        words = self.line.rstrip() if self.in_pre else self.line.strip(" ")
        if words.strip() or is_break:
            self.out.append((self.depth, words))
        if apart and self.out and self.out[-1][1]:
            self.out.append((self.depth, ""))
        self.line = ""

    def _bullet(self):
        if not self.lists or self.lists[-1] is None:
            return "• "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "

    def _end_link(self, href, start):
        """An address that the words of the link do not show."""
        href = href.strip()
        words = self.line[start:].strip()
        if href.startswith(("http://", "https://", "ftp://")) and words and _bare(href) not in _bare(words):
            self.line = self.line.rstrip() + f" <{href}>"


def _readable(markup):
    """Thousands of tags that are never closed would keep the standard library's reader busy for hours."""
    if len(UNCLOSED.findall(markup)) > UNCLOSED_LIMIT:
        markup = UNCLOSED.sub("&lt;", markup)
    return markup.replace("<!--", "") if markup.count("<!--") > UNCLOSED_LIMIT else markup


def _bare(address):
    return re.sub(r"^(?:https?|ftp)://(?:www\.)?|/$", "", address.strip().lower())


def _without_tags(markup):
    silent = r"<(style|script|title)\b[^<>]*>(?:(?!<\1).)*?</\1\s*>"
    shown = re.sub(silent, " ", markup, flags=re.S | re.I)
    shown = re.sub(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^<>]*>", "\n", shown, flags=re.I)
    shown = re.sub(r"</?[A-Za-z!?][^<>]*>", " ", shown)
    lines = [" ".join(line.split()) for line in html.unescape(shown).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_mostly_in_tags(text, tags):
    return sum(map(len, tags)) * 20 > len(text)


def _words(text):
    return len(re.findall(r"\w{2,}", text))
