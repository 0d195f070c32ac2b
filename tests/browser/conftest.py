"""Pages in a real Chromium. Tests here are marked `browser` and skipped, with the reason, where none is found."""

import os
import re
import shutil
from collections import Counter
from itertools import product
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test import testcases

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")

# Each language, each width and both schemes once or more; EVERY_LOOK=1 takes all twelve, in four times the time.
VIEWS = [("kk", 360, "light"), ("ru", 360, "dark"), ("en", 1280, "light")]
if os.environ.get("EVERY_LOOK"):
    VIEWS = list(product(("kk", "ru", "en"), WIDTHS, SCHEMES))

LANGUAGE = re.compile(r"^/(kk|ru|en)(?=/)")
RULES_OF_A_VIEW = [
    "color-contrast",
    "link-in-text-block",
    "target-size",
    "scrollable-region-focusable",
    "html-has-lang",
    "html-lang-valid",
    "valid-lang",
    "label",
    "button-name",
    "link-name",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if not executable:
        pytest.skip(f"No browser: install chromium or set CHROMIUM to it (looked for {', '.join(CHROMIUM_NAMES)}).")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, and Django keeps another connection for code inside one: the first
    # would stay open beside it, and a process forked by a later test would write through the socket of its parent.
    connections.close_all()
    # Django would take the event loop for a view that forgot to be async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def kept_static_files():
    """As in production, a browser asks once for a style sheet and not again on every page."""
    serve = testcases.serve

    def serve_to_keep(*args, **kwargs):
        response = serve(*args, **kwargs)
        response["Cache-Control"] = "max-age=600"
        return response

    testcases.serve = serve_to_keep
    yield
    testcases.serve = serve


@pytest.fixture
def page_at(browser, live_server, kept_static_files):
    """page_at(width, scheme, language) opens an empty page; page.goto("/kk/…") goes on from the server under test.

    `page.complaints` collects what the console says: a blocked script or style, a missing file.
    """
    contexts = []

    def open_page(width=360, scheme="light", language="kk", **options):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            locale=language,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def looked_through():
    """Which pages of which tests every rule was held against."""
    return set()


@pytest.fixture
def violations(request, looked_through):
    """violations(page): what axe finds wrong, one line for each element, empty when all is well.

    A page is held against every rule in the first view of its test, and in the others against those that a language,
    a width or a colour scheme can break.
    """
    from axe_playwright_python.sync_playwright import Axe

    seen_in_this_test = Counter()

    def check(page):
        path = LANGUAGE.sub("", urlsplit(page.url).path)
        seen_in_this_test[path] += 1
        look = (request.node.originalname, path, seen_in_this_test[path])
        # Without `preload`: axe would fetch the style sheets for one rule (a locked orientation, which no sheet of ours has)
        # and look for each part of them beside the page, where each is an error page of the server.
        options = {"resultTypes": ["violations"], "preload": False}
        if look in looked_through:
            options["runOnly"] = {"type": "rule", "values": RULES_OF_A_VIEW}
        looked_through.add(look)
        found = Axe().run(page, options=options).response["violations"]
        return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]

    return check
