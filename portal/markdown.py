"""Editors' texts: Markdown, which is safe, can be compared word by word and needs no script in the admin."""

from markdown_it import MarkdownIt

# Raw HTML is shown as text, script addresses are not linked.
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def as_html(text):
    return _markdown.render(text)


def as_plain_text(text):
    """The words alone, a line for each paragraph: for search and for excerpts."""
    return "\n".join(filter(None, (_words(token) for token in _markdown.parse(text) if token.type == "inline")))


def _words(inline):
    return "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children)
