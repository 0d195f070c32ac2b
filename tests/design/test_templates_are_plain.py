"""The content security policy allows no inline script or style, so no template may carry one."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR, "static/css")
TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
INLINE = re.compile(
    r"""<style|\sstyle=|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=|[^>]*application/(?:ld\+)?json)""", re.I
)
ELSEWHERE = re.compile(r"""\ssrc=["'](?:https?:)?//|<link[^>]*rel="stylesheet"[^>]*href=["'](?:https?:)?//""")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_inline_script_or_style(template):
    assert INLINE.findall(template.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_fetches_nothing_from_elsewhere(template):
    assert ELSEWHERE.findall(template.read_text()) == []


def test_every_part_of_the_stylesheet_is_imported_once():
    imported = re.findall(r'@import url\("(.+?)"\)', (CSS / "site.css").read_text())
    parts = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")} - {"site.css", "admin.css"}
    assert sorted(imported) == sorted(parts)
