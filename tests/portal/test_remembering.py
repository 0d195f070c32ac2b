"""What every page reads is read once a moment, and an edit is seen a moment later."""

import pytest

from portal import remembering


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(remembering.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(remembering, "SECONDS", 1)
    return now


def test_it_is_read_again_after_a_moment(clock):
    values = iter("abc")
    read = remembering.for_a_moment(lambda: next(values))
    seen = []
    for clock[0] in (100.0, 100.9, 101.0, 101.5, 102.1):
        seen.append(read())
    assert seen == ["a", "a", "b", "b", "c"]


def test_a_value_is_as_old_as_its_reading_began(clock):
    def slowly():
        clock[0] += 0.8
        return clock[0]

    read = remembering.for_a_moment(slowly)
    assert (read(), clock[0]) == (100.8, 100.8)
    clock[0] = 101.0
    assert read() == 101.8


def test_what_fails_is_not_remembered(clock):
    answers = iter([ValueError(), "well"])

    def read():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    read = remembering.for_a_moment(read)
    with pytest.raises(ValueError):
        read()
    assert read() == "well"


def test_what_was_remembered_before_a_test_began_is_not_seen_in_it(clock, monkeypatch):
    values = iter("ab")
    read = remembering.for_a_moment(lambda: next(values))
    before = read()
    monkeypatch.setattr(remembering, "SECONDS", 0)
    assert (before, read()) == ("a", "b")
