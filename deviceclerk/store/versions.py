"""Which version of the tables a database has, and its upgrade. Alembic is loaded only when there is work."""

from pathlib import Path

from sqlalchemy import Engine, inspect

from deviceclerk.domain.refusals import Refused

HEAD = "0004"
KNOWN = ("0001", "0002", "0003", "0004")
MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Creates or upgrades the tables. Two processes that start at once do it one after the other.

    Raises Refused `data_newer` for a database that a newer DeviceClerk wrote.
    """
    version = _version(engine)
    if version == HEAD:
        return
    if version is not None and version not in KNOWN:
        raise Refused("data_newer")
    _upgrade(engine)


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def _upgrade(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")
