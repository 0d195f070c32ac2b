"""Who may import whom: the three apps import portal, portal imports none of them, and no module imports in a circle."""

import ast
from pathlib import Path

import pytest

from portal.runtime.places import BASE

APPS = ("portal", "requests_registry", "events", "publications")
WIRING = {"portal/settings.py", "portal/urls.py"}


def sources(app):
    return [path for path in sorted((BASE / app).rglob("*.py")) if path.parent.name != "migrations"]


def module_name(path):
    parts = path.relative_to(BASE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(nodes, package):
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (start, node.module) if part)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def imports_of(path, *, at_import_time=False):
    tree = ast.parse(path.read_text())
    package = module_name(path) if path.name == "__init__.py" else module_name(path).rpartition(".")[0]
    return set(imported_modules(tree.body if at_import_time else ast.walk(tree), package))


@pytest.mark.parametrize("app", APPS)
def test_apps_import_only_what_they_may(app):
    forbidden = {other for other in APPS if other not in (app, "portal")}
    found = {
        f"{path.relative_to(BASE)} imports {name}"
        for path in sources(app)
        if path.relative_to(BASE).as_posix() not in WIRING
        for name in imports_of(path)
        if name.split(".")[0] in forbidden
    }

    assert not found


def test_nobody_imports_the_settings_module():
    assert not {path for app in APPS for path in sources(app) if "portal.settings" in imports_of(path)}


def test_the_runtime_imports_without_django():
    runtime = [path for path in sources("portal") if path.is_relative_to(BASE / "portal" / "runtime")]

    assert runtime
    assert not {
        path.name for path in runtime if any(n.startswith("django") for n in imports_of(path, at_import_time=True))
    }


def test_no_module_imports_itself_through_others():
    modules = {module_name(path): path for app in APPS for path in sources(app)}
    graph = {
        name: {found for found in imports_of(path, at_import_time=True) if found in modules and found != name}
        for name, path in modules.items()
    }

    assert not circle_in(graph)


def circle_in(graph):
    """The modules that are left when those that import none of the rest are taken away, again and again."""
    while free := {name for name, imports in graph.items() if not imports & graph.keys()}:
        graph = {name: imports for name, imports in graph.items() if name not in free}
    return sorted(name for name in graph if any(name in imports for imports in graph.values()))


def test_a_circle_is_found():
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}) == ["a", "b", "c"]
    assert circle_in({"a": {"b"}, "b": set()}) == []


def test_relative_imports_are_followed():
    nodes = ast.parse("from .models import Region\nfrom ..events import views").body

    assert {"portal.search.models", "portal.events"} <= set(imported_modules(nodes, "portal.search"))


def test_packages_are_empty_where_django_imports_them_early():
    assert all(Path(BASE / app / "__init__.py").read_text() == "" for app in APPS)
