"""A process makes pages that keep a processor busy one after the other."""

import threading

import pytest

from portal.turns import InTurn


def test_views_in_turn_never_run_at_once():
    running, most, begun = 0, 0, threading.Barrier(4)
    in_turn = InTurn()

    def view(page):
        nonlocal running, most
        running += 1
        most = max(most, running)
        threading.Event().wait(0.01)  # lets the others in, were they not kept out
        running -= 1
        made.append(page)

    made, views = [], [in_turn(view), in_turn(view)]

    def visit(page):
        begun.wait(5)
        views[page % 2](page)

    visitors = [threading.Thread(target=visit, args=[page]) for page in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(5)
    assert (sorted(made), most) == ([0, 1, 2, 3], 1)


def test_who_fails_lets_the_next_one_in():
    @InTurn()
    def view(divisor):
        return 1 / divisor

    with pytest.raises(ZeroDivisionError):
        view(0)
    assert view(1) == 1
