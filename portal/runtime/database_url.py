"""DATABASE_URL, refused in one sentence where it is no address, or where nobody answers."""

from environ import Env

from portal.runtime.places import Problem

EXAMPLE = "postgresql://name:password@host:5432/database"
SECONDS_TO_CONNECT = 5


def database_settings(url):
    try:
        settings = Env.db_url_config(url) if url.startswith(("postgresql://", "postgres://")) else {}
    except ValueError:
        settings = {}
    if not settings.get("NAME"):
        raise Problem(f"DATABASE_URL is not the address of a PostgreSQL database: it should look like {EXAMPLE}.")
    settings.setdefault("OPTIONS", {}).setdefault("connect_timeout", SECONDS_TO_CONNECT)
    return {**settings, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def unreachable(error):
    reason = str(error).strip().splitlines()[0]
    return Problem(
        f"The database of DATABASE_URL cannot be reached ({reason}): "
        "see that the server runs and that the address, the name and the password are right."
    )
