"""The results of a sweep in one SQLite file: one transaction a cell, one writer at a time.

The plan (every cell of the sweep) is written first, in one transaction; each finished cell is one more.
A run that is killed at any moment therefore leaves a store that holds whole cells only, and the cells
without a result are what is left to do. The writer holds SQLite's exclusive lock for as long as the store
is open; the lock goes with the process, however it ends. The end of a transaction does not wait for the disk
(a write-ahead log, 0.1 ms a cell): no kill loses a finished cell, and a power cut loses the last few at most.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from simulate.cells import Cell
from simulate.findings import FIELDS

__all__ = ["Row", "StoreError", "pending", "plan", "read", "rows", "settings", "write", "writer"]

SCHEMA = 1
APPLICATION = int.from_bytes(b"rkrt", "big")
TABLES = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE sittings (started TEXT NOT NULL, command TEXT NOT NULL, environment TEXT NOT NULL);
CREATE TABLE cells (position INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, study TEXT NOT NULL,
    version INTEGER NOT NULL, seed INTEGER NOT NULL, parameters TEXT NOT NULL);
CREATE TABLE results (key TEXT PRIMARY KEY REFERENCES cells (key), result TEXT NOT NULL,
    device TEXT NOT NULL, seconds REAL NOT NULL);
"""


class StoreError(Exception):
    """A store that cannot be used, in one line that names the file and the reason."""


class Row(NamedTuple):
    """A finished cell: its description, its result, the device that ran it and the seconds it took."""

    cell: Cell
    result: dict
    device: str
    seconds: float


@contextmanager
def writer(path: Path) -> Iterator[sqlite3.Connection]:
    """Open ``path`` for writing, made if absent or empty; held exclusively until the block ends.

    Raises StoreError for a file that is in use, is no store of ours, is damaged or has another schema.
    """
    with _reported(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        with _reported(path):
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            if _is_blank(connection):
                for statement in TABLES.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {SCHEMA}")
            else:
                _check(connection, path)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        yield connection
    finally:
        with suppress(sqlite3.Error):  # on a full disk the log stays beside the store, and is read with it
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()


@contextmanager
def read(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the store at ``path`` for reading. Raises StoreError as `writer` does, or if it is absent.

    Opened so that what a killed writer left half done is rolled back; nothing else is ever changed.
    """
    if not path.is_file():
        raise StoreError(f"{path}: no such store")
    with _reported(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=0)
    try:
        with _reported(path):
            connection.execute("PRAGMA query_only = ON")
            _check(connection, path)
        yield connection
    finally:
        connection.close()


def plan(connection: sqlite3.Connection, cells: Iterable[Cell], values: Mapping[str, object]) -> None:
    """Write the plan of a fresh store: its cells in order, and the settings they came from."""
    with _transaction(connection):
        connection.executemany(
            "INSERT INTO settings VALUES (?, ?)", [(k, json.dumps(v)) for k, v in values.items()]
        )
        connection.executemany(
            "INSERT INTO cells (key, study, version, seed, parameters) VALUES (?, ?, ?, ?, ?)",
            [(c.key, c.study, c.version, c.seed, c.parameters) for c in cells],
        )


def settings(connection: sqlite3.Connection) -> dict:
    """The settings that the plan was made from; empty for a store that has no plan yet."""
    path, found = _path(connection), {}
    with _reported(path):
        for name, value in connection.execute("SELECT name, value FROM settings"):
            found[name] = _decoded(value, f"{path}: damaged (setting {name!r}")
        if not found and connection.execute("SELECT count(*) FROM cells").fetchone()[0]:
            raise StoreError(f"{path}: damaged (it has cells and no settings); start a new store")
    return found


def sit(connection: sqlite3.Connection, started: str, command: str, environment: Mapping[str, str]) -> None:
    """Record that a run began or resumed on this store: when, the command line, the versions in use."""
    with _transaction(connection):
        connection.execute(
            "INSERT INTO sittings VALUES (?, ?, ?)", (started, command, json.dumps(environment))
        )


def pending(connection: sqlite3.Connection) -> list[Cell]:
    """The planned cells that have no result yet, in the order of the plan."""
    path = _path(connection)
    with _reported(path):
        found = connection.execute(
            "SELECT key, study, version, seed, parameters FROM cells "
            "WHERE key NOT IN (SELECT key FROM results) ORDER BY position"
        )
        return [_cell(path, *row) for row in found]


def write(connection: sqlite3.Connection, key: str, result: str, *, device: str, seconds: float) -> None:
    """Store one finished cell in a transaction of its own; a second result for a key is an error."""
    with _transaction(connection):
        connection.execute("INSERT INTO results VALUES (?, ?, ?, ?)", (key, result, device, seconds))


def rows(connection: sqlite3.Connection) -> Iterator[Row]:
    """The finished cells in the order of the plan; StoreError at one that is damaged."""
    path = _path(connection)
    with _reported(path):
        found = connection.execute(
            "SELECT key, study, version, seed, parameters, result, device, seconds "
            "FROM cells JOIN results USING (key) ORDER BY position"
        )
        for *description, result, device, seconds in found:
            cell, damaged = _cell(path, *description), f"{path}: damaged (the result of cell {description[0]}"
            read = _decoded(result, damaged)
            if not (_is_result(read) and isinstance(seconds, float)):
                raise StoreError(f"{damaged} is no study's result)")
            yield Row(cell, read, device, seconds)


def _cell(path: Path, key: str, *description: Any) -> Cell:
    """The cell of a row, whose key is the hash of the rest."""
    cell = Cell(*description)
    try:
        if cell.key == key:
            return cell
    except (TypeError, ValueError):  # a name or a number that is neither
        pass
    raise StoreError(f"{path}: damaged (cell {key} is not what its key says)")


def _decoded(text: Any, damaged: str) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError) as error:
        raise StoreError(f"{damaged} is no JSON: {error})") from None


def _is_result(read: Any) -> bool:
    """Whether it has the form of a study's result."""
    found = read.get("findings") if isinstance(read, dict) else None
    return isinstance(found, list) and all(isinstance(f, dict) and f.keys() >= FIELDS for f in found)


def _is_blank(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return tables == 0 and _pragma(connection, "application_id") == 0


def _check(connection: sqlite3.Connection, path: Path) -> None:
    if _pragma(connection, "application_id") != APPLICATION:
        raise StoreError(f"{path}: not a store of this project")
    if (found := _pragma(connection, "user_version")) != SCHEMA:
        raise StoreError(f"{path}: has schema {found}, this version reads {SCHEMA}; start a new store")
    if path.stat().st_size % (page := _pragma(connection, "page_size")):
        raise StoreError(f"{path}: damaged (its length is no multiple of its page size, {page})")
    if (answer := _pragma(connection, "quick_check")) != "ok":
        raise StoreError(f"{path}: damaged ({answer.splitlines()[-1]})")


def _pragma(connection: sqlite3.Connection, name: str):
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    with _reported(_path(connection)), connection:
        connection.execute("BEGIN")
        yield


def _path(connection: sqlite3.Connection) -> Path:
    (path,) = (row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main")
    return Path(path)


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into a StoreError of one line."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        if "locked" in reason:
            reason = "in use by another run"
        raise StoreError(f"{path}: {reason}") from error
