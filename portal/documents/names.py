"""File names as people give them: kept in their own letters, never trusted as paths."""

import re
import unicodedata

LENGTH_LIMIT = 150  # characters: a Cyrillic letter takes six in an address, and addresses have limits too


def clean_name(name, extension, *, fallback="document"):
    """The name for downloads: without folders, invisible characters and what file systems forbid.

    It ends in `extension` (with its dot), however long the name was.
    """
    last_part = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    visible = "".join(" " if char.isspace() else char for char in last_part if _is_visible(char))
    allowed = re.sub(r'[<>:"|?*]', "", visible)
    stem = allowed[: -len(extension)] if allowed.lower().endswith(extension) else allowed
    stem = re.sub(r" +", " ", stem).strip(" .")
    return (stem[: LENGTH_LIMIT - len(extension)].strip(" .") or fallback) + extension


def extension_of(name):
    """The ending of a name in small letters with its dot: ".pdf"; "" where there is none."""
    match = re.search(r"\.[A-Za-z0-9]{1,5}$", name or "")
    return match[0].lower() if match else ""


def _is_visible(char):
    """No control, direction-changing (a name that reads "fdp.exe" backwards) or unassigned characters."""
    return char.isspace() or unicodedata.category(char)[0] != "C"
