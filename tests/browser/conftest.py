"""Pages in a real Chromium. Tests here are marked `browser` and skipped, with the reason, where none is found."""

import os
import shutil

import pytest
from django.contrib.staticfiles import handlers
from django.db import connections

from portal.languages import LANGUAGES

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The views in which a page that staff work through is opened again and again: each language, width and scheme once.
VIEWS = [("kk", 360, "light"), ("ru", 360, "dark"), ("en", 1280, "light")]

# A page is held against every rule once, and after a change of colours or width against those that the change can break.
RULES_OF_COLOURS = ["color-contrast", "link-in-text-block"]
RULES_OF_WIDTH = ["target-size", "scrollable-region-focusable"]

# axe reads the colours of every element behind every text anew, a third of its time: the same words give the same colour.
COLOURS_READ_ONCE = """() => {
    const Color = axe.commons.color.Color, read = Color.prototype.parseString, known = new Map();
    Color.prototype.parseString = function (words) {
        if (!known.has(words)) known.set(words, read.call(new Color(), words));
        const {r, g, b, alpha} = known.get(words);
        return Object.assign(this, {r, g, b, alpha});
    };
}"""


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
    serve = handlers.serve

    def serve_to_keep(*args, **kwargs):
        response = serve(*args, **kwargs)
        response["Cache-Control"] = "max-age=600"
        return response

    handlers.serve = serve_to_keep
    yield
    handlers.serve = serve


@pytest.fixture(scope="session")
def window_of(browser, live_server, kept_static_files):
    """window_of(language): the one window of somebody who reads it; what it takes to open is paid once, not by each test."""
    windows = {}

    def find(language, **options):
        key = (language, *options.items())
        if key not in windows:
            context = browser.new_context(
                base_url=live_server.url,
                locale=language,
                reduced_motion="reduce",  # colours in the middle of a change are nobody's
                **options,
            )
            windows[key] = context.new_page()
        return windows[key]

    yield find
    for page in windows.values():
        page.context.close()


@pytest.fixture
def page_at(window_of):
    """page_at(width, scheme, language) gives an empty page; page.goto("/kk/…") goes on from the server under test.

    `page.complaints` collects what the console says: a blocked script or style, a missing file.
    """
    pages = []

    def complain(message):
        if message.type == "error":
            message.page.complaints.append(message.text)

    def open_page(width=360, scheme="light", language="kk", **options):
        page = window_of(language, **options)
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.complaints = []
        if page not in pages:
            page.on("console", complain)
            pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.remove_listener("console", complain)
        page.goto("about:blank")
        page.context.clear_cookies()


@pytest.fixture(scope="session")
def violations():
    """violations(page): what axe finds wrong, one line for each element, empty when all is well."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def check(page, rules=None):
        # Without `preload`: axe would fetch the style sheets for one rule (a locked orientation, which no sheet of ours has)
        # and look for each part of them beside the page, where each is an error page of the server.
        options = {"resultTypes": ["violations"], "preload": False}
        if rules:
            options["runOnly"] = {"type": "rule", "values": rules}
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe.axe_script)
            page.evaluate(COLOURS_READ_ONCE)
        found = page.evaluate("options => axe.run(options).then(({violations}) => violations)", options)
        return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]

    return check


@pytest.fixture
def wrong_in_every_view(page_at, violations):
    """wrong_in_every_view(paths): what is wrong with pages, one line for each thing, empty when all is well.

    Each page is opened on a phone in every language, its explanations unfolded, and must be free of errors in the console (a
    blocked script, a missing file) and of sideways scrolling. In the first language it must be free of violations, too, and is
    looked at in dark colours and on a wide screen; with EVERY_LOOK=1 in the others as well, in twice the time.
    `paths` go below the language; a dict of them gives the status that each answers with; a function of the language gives
    either. `open_page` may sign somebody in.
    """

    def look(paths, open_page=page_at):
        return [
            f"{language} /{path}: {line}"
            for language in LANGUAGES
            for path, line in wrong(
                open_page(360, "light", language), language, paths(language) if callable(paths) else paths
            )
        ]

    def wrong(page, language, paths):
        in_every_look = language == LANGUAGES[0] or os.environ.get("EVERY_LOOK")
        for path in paths:
            expected = paths[path] if isinstance(paths, dict) else 200
            status = page.goto(f"/{language}/{path}").status
            if status != expected:
                yield path, f"answers {status}"
            page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
            found = sideways(page) + (in_looks(page) if in_every_look else [])
            # A browser complains of every answer above 400.
            yield from ((path, line) for line in found + (page.complaints if expected < 400 else []))
            page.complaints.clear()

    def in_looks(page):
        found = violations(page)
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {line}" for line in violations(page, RULES_OF_COLOURS)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 800})
        found += [f"wide: {line}" for line in sideways(page) + violations(page, RULES_OF_WIDTH)]
        page.set_viewport_size({"width": 360, "height": 800})
        return found

    def sideways(page):
        return ["scrolls sideways"] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []

    return look
