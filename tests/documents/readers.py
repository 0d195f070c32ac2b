"""Files read without a process for each: for tests that need what is read, and not how the portal survives a reader."""

import pytest

from portal.documents import inspector, isolation, reader, redactor


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """Half a second is spared for each file; that readers live in processes of their own is tested with the documents."""
    monkeypatch.setattr(isolation, "check", lambda kind, path: reader.check(kind.code, path))
    monkeypatch.setattr(isolation, "read", lambda kind, *rest: reader.lines("read", kind.code, *rest))
    monkeypatch.setattr(isolation, "inspect", lambda kind, path: inspector.findings(kind.code, path))
    monkeypatch.setattr(isolation, "redact", _redact)


def _redact(kind, *rest):
    try:
        return redactor.redact(kind.code, *rest)
    except redactor.NotProved as problem:
        return {"problem": problem.code, **problem.details}
