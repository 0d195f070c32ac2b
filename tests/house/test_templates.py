import re

import pytest
from django.template.loader import get_template

from portal.runtime.places import BASE

TEMPLATES = sorted(path.relative_to(BASE / "templates").as_posix() for path in (BASE / "templates").rglob("*.*"))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.endswith(".html")])
def test_template_has_nothing_that_the_content_security_policy_refuses(name):
    assert INLINE.findall((BASE / "templates" / name).read_text()) == []
