"""How BibTeX and RIS are written: names and values in, a record out. What is empty is left out."""

_BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
LANGUAGE_IDS = {"kk": "kazakh", "ru": "russian", "en": "english"}
CONTENT_TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}


def bibtex(type, key, fields):
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{type}{{{key},", *lines, "}", ""])


def ris(fields):
    lines = "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if value)
    return f"{lines}ER  - \r\n"


def escaped(value):
    """For BibTeX: what it would read as a command is a letter."""
    return "".join(_BIBTEX_SPECIAL.get(char, char) for char in one_line(value))


def one_line(value):
    return " ".join(str(value).split())
