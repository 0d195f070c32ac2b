"""An import in a process of its own, which waits at each statement: somebody may look, kill it or cut its connection."""

import multiprocessing
from contextlib import closing, suppress
from threading import Lock

from django.db import DatabaseError, connection, connections

FORK = multiprocessing.get_context("fork")


def moments(work):
    """(what comes next: a statement, a commit or what `work(wait)` says, its server process) for each moment.

    When nobody asks for the next one, the process is killed with -9.
    """
    connections.close_all()
    ours, theirs = FORK.Pipe()
    process = FORK.Process(target=_run, args=(work, ours, theirs))
    process.start()
    theirs.close()
    try:
        with suppress(EOFError):
            while True:
                yield ours.recv()
                ours.send("go on")
    finally:
        process.kill()
        process.join()


def do_and_die(work, look):
    """Does `work`, which dies before its commit, on its way, and right after its one commit: nothing of it, or all.

    `look` tells what everybody sees, and sees nothing of it while it is under way.
    """
    before = look()
    seen = 0
    with closing(moments(work)) as found:
        for _moment in _until_commit(found):
            assert look() == before
            seen += 1
    assert look() == before

    with closing(moments(work)) as found:
        for number, _moment in enumerate(_until_commit(found)):
            if number == seen // 2:
                break
    assert look() == before

    for number, (_what, server) in enumerate(moments(work)):
        if number == seen // 2:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [server])
    assert look() == before

    with closing(moments(work)) as found:
        for _moment in _until_commit(found):
            pass
        next(found, None)


def _until_commit(found):
    for what, server in found:
        if what == "commit":
            return
        yield what, server


def _run(work, ours, theirs):
    ours.close()
    connection.ensure_connection()
    server, commit = connection.connection.info.backend_pid, connection.commit
    one_at_a_time = Lock()  # a load copies in a thread of its own

    def wait(what):
        with one_at_a_time:
            theirs.send((what, server))
            theirs.recv()

    def waiting(execute, *statement):
        wait("statement")
        return execute(*statement)

    def waiting_commit():
        wait("commit")
        commit()

    connection.commit = waiting_commit
    with suppress(DatabaseError), connection.execute_wrapper(waiting):
        work(wait)
