"""The words of the interface: collected from the sources, kept in one catalogue for each room, compiled by Babel.

No GNU gettext is needed. `manage.py makemessages` collects, `manage.py compilemessages` compiles.
"""

import os
from io import BytesIO

from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from portal.runtime.places import BASE, Problem

LANGUAGES = {
    "kk": "nplurals=1; plural=0;",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}

# A room's words are those of its Python and of its templates; every other template belongs to the design.
APPS = ("portal", "requests_registry", "events", "publications")
ROOMS = (*APPS, "design")

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def room_of(source):
    """Which catalogue the words of a file (a path from the project's root) go to."""
    first, *rest = source.parts
    if first == "templates":
        return rest[0] if rest[0] in APPS else "design"
    return first if first in APPS else None


def path_of(room, language):
    return BASE / "locale" / room / language / "LC_MESSAGES" / "django.po"


def collect(rooms=ROOMS):
    """Bring the catalogues up to date with the sources: new words come empty, old ones go, translations stay."""
    words = words_by_room()
    for room in rooms:
        for language in LANGUAGES:
            _write(path_of(room, language), _merged(words[room], read(room, language), language), language)


def words_by_room():
    rooms = {room: {} for room in ROOMS}
    for source in _sources():
        for context, words, comments in _words_in(source):
            singular = words[0] if isinstance(words, tuple) else words
            found = rooms[room_of(source)].setdefault(
                (context, singular), {"id": words, "sources": set(), "comments": []}
            )
            if isinstance(words, tuple):
                found["id"] = words
            found["sources"].add(source.as_posix())
            found["comments"] += [comment for comment in comments if comment not in found["comments"]]
    return rooms


def read(room, language):
    path = path_of(room, language)
    return _parsed(path.read_bytes() if path.exists() else _header(language).encode(), language)


def _parsed(content, language):
    return read_po(BytesIO(content), locale=language)


def forms(message):
    """The translation's plural forms, or the translation alone."""
    return message.string if isinstance(message.string, (tuple, list)) else [message.string]


def compile_changed():
    """Write the compiled catalogue next to each one that is newer than it; returns those written."""
    paths = sorted(BASE.glob("locale/*/*/LC_MESSAGES/django.po"))
    changed = [path for path in paths if _is_newer(path, path.with_suffix(".mo"))]
    for path in changed:
        try:
            _compile(path)
        except OSError as error:
            raise Problem(
                f"The words in {path.parent} cannot be compiled ({error.strerror}): give yourself the right to write there."
            ) from error
    return changed


def _compile(path):
    unfinished = path.with_suffix(f".mo.{os.getpid()}")
    with open(path, "rb") as source, open(unfinished, "wb") as target:
        write_mo(target, read_po(source))
    unfinished.replace(path.with_suffix(".mo"))


def _is_newer(path, than):
    return not than.exists() or than.stat().st_mtime < path.stat().st_mtime


def _sources():
    found = [path for app in APPS for path in (BASE / app).rglob("*.py") if path.parent.name != "migrations"]
    found += [path for path in (BASE / "templates").rglob("*") if path.is_file()]
    return sorted(path.relative_to(BASE) for path in found)


def _words_in(source):
    text = (BASE / source).read_text()
    if source.suffix != ".py":
        text = _template_as_python(text, source)
    found = extract(
        "python", BytesIO(text.encode()), KEYWORDS, comment_tags=("Translators:",), options={"encoding": "utf-8"}
    )
    for _line, words, comments, context in found:
        yield context, words, comments


def _template_as_python(text, source):
    """Django's own reading of a template; indentation means nothing in it and would confuse a Python tokenizer."""
    from django.utils.translation.template import templatize

    return "\n".join(line.lstrip() for line in templatize(text, origin=source).splitlines())


def _merged(messages, existing, language):
    catalogue = _parsed(_header(language).encode(), language)
    for (context, singular), found in messages.items():
        known = existing.get(singular, context)
        catalogue.add(
            found["id"],
            string=known.string if known and not known.fuzzy and _has_same_shape(known.id, found["id"]) else None,
            locations=[(source, None) for source in sorted(found["sources"])],
            auto_comments=found["comments"],
            user_comments=known.user_comments if known else (),
            context=context,
        )
    return catalogue


def _has_same_shape(known, found):
    return isinstance(known, (tuple, list)) == isinstance(found, (tuple, list))


def _write(path, catalogue, language):
    if not len(catalogue) and not path.exists():
        return
    body = BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, sort_output=True, include_lineno=False)
    text = _header(language) + body.getvalue().decode()
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _header(language):
    return f"""msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {LANGUAGES[language]}\\n"

"""
