#!/usr/bin/env python
import os
import sys

from portal.runtime import local
from portal.runtime.database_url import unreachable
from portal.runtime.places import Problem


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, connection

    try:
        with local.environment():
            execute_from_command_line(sys.argv)
    except (Problem, ImproperlyConfigured) as problem:
        sys.exit(str(problem))
    except OperationalError as error:
        if connection.connection:
            raise
        sys.exit(str(unreachable(error)))


if __name__ == "__main__":
    main()
