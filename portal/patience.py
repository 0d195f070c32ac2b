"""Queries whose answer is worth a short wait and no long one."""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled


class TooLong(Exception):
    """A query was stopped because its answer is not worth a longer wait."""


@contextmanager
def at_most(milliseconds):
    """Each query inside is stopped after this time, and `TooLong` is raised; what was done before stands."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [milliseconds])
            yield
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooLong from error
        raise
