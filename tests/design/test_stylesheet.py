"""What collectstatic makes of our stylesheets, and how heavy a first view is."""

from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

from portal.stylesheet import written_out

FILES = {
    "css/site.css": '@layer base, parts;\n\n@import url("base.css") layer(base);\n@import url("parts/a.css") layer(parts);\n',
    "css/base.css": "a { color: red; }\n",
    "css/parts/a.css": '.a { mask: url("../../icons/shore.svg"); }\n',
}


def test_imports_are_written_out_in_their_layers():
    css = written_out("css/site.css", FILES.__getitem__)
    assert css == (
        "@layer base, parts;\n\n"
        "@layer base {\na { color: red; }\n}\n"
        '@layer parts {\n.a { mask: url("../icons/shore.svg"); }\n}\n'
    )


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": "portal.stylesheet.OneSheetStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def test_the_collected_stylesheet_asks_for_no_other(collected):
    css = next(collected.glob("css/site.*.css")).read_text()
    assert "@import" not in css
    assert "../icons/shore." in css


def test_the_stylesheet_leaves_room_for_the_page_in_a_first_view(collected):
    """40 kB for a first view: the styles take at most half of it."""
    assert next(collected.glob("css/site.*.css.br")).stat().st_size < 20_000


@pytest.mark.django_db
def test_a_first_view_is_under_40_kb(client, collected):
    page = brotli.compress(client.get("/kk/").content)
    icons = [Path(finders.find(f"icons/{name}")) for name in ("favicon.svg", "shore.svg", "horizon.svg")]
    files = [next(collected.glob("css/site.*.css.br")), *icons]
    assert len(page) + sum(file.stat().st_size for file in files) < 40_000
