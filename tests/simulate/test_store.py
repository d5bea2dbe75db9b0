"""The store keeps whole cells, one writer at a time, and says in one line why a file cannot be used."""

import json
import sqlite3

import pytest

from simulate import store
from simulate.cells import cell

CELLS = [cell("fano", 1, seed=0, parameters={"row": row}) for row in range(5)]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "run.sqlite"
    with store.writer(path) as connection:
        store.plan(connection, CELLS, {"seed": 0})
    return path


def finish(path, cells):
    with store.writer(path) as connection:
        for one in cells:
            store.write(
                connection, one.key, json.dumps({"key": one.key, "findings": []}), device="test", seconds=0.5
            )


def test_results_come_back_in_the_order_of_the_plan_and_the_rest_is_pending(path):
    finish(path, [CELLS[3], CELLS[0]])
    with store.read(path) as connection:
        assert [row.cell for row in store.rows(connection)] == [CELLS[0], CELLS[3]]
        assert [row.result["key"] for row in store.rows(connection)] == [CELLS[0].key, CELLS[3].key]
        assert store.pending(connection) == [CELLS[1], CELLS[2], CELLS[4]]
        assert store.settings(connection) == {"seed": 0}


def test_a_second_result_for_a_cell_is_refused(path):
    finish(path, CELLS[:1])
    with pytest.raises(store.StoreError, match="UNIQUE"):
        finish(path, CELLS[:1])


def test_a_second_writer_is_refused_while_the_first_is_open(path):
    with (
        store.writer(path),
        pytest.raises(store.StoreError, match="in use by another run"),
        store.writer(path),
    ):
        pass
    with store.writer(path) as connection:
        assert len(store.pending(connection)) == len(CELLS)


def test_a_reader_waits_for_no_writer(path):
    with store.writer(path), pytest.raises(store.StoreError, match="in use"), store.read(path):
        pass


@pytest.mark.parametrize("schema", [0, 2])
def test_another_schema_is_named(path, schema):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema}")
    connection.close()
    for opening in (store.writer, store.read):
        with (
            pytest.raises(store.StoreError, match=f"has schema {schema}, this version reads 1"),
            opening(path),
        ):
            pass


def test_an_empty_file_is_a_new_store(tmp_path):
    (tmp_path / "empty").touch()
    with store.writer(tmp_path / "empty") as connection:
        assert store.settings(connection) == {}


def foreign_text(path):
    path.write_text("rate,distortion\n" * 1000)


def foreign_database(path):
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE rates (x)")
    connection.close()


def cut_off(path):
    path.write_bytes(path.read_bytes()[:-1000])


def cut_short(path):
    path.write_bytes(path.read_bytes()[:10])


def scribbled_over(path):
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\x55" * 8192
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [foreign_text, foreign_database, cut_off, cut_short, scribbled_over])
@pytest.mark.parametrize("opening", [store.writer, store.read])
def test_a_damaged_or_foreign_file_is_refused_in_one_line_and_left_alone(path, damage, opening):
    damage(path)
    before = path.read_bytes()
    with pytest.raises(store.StoreError) as refused, opening(path):
        pass
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == before


def test_a_missing_store_and_a_folder_are_refused(tmp_path):
    with pytest.raises(store.StoreError, match="no such store"), store.read(tmp_path / "none"):
        pass
    with pytest.raises(store.StoreError, match="unable to open"), store.writer(tmp_path):
        pass


def write_much(connection):
    for one in CELLS:
        store.write(
            connection, one.key, json.dumps({"findings": [], "more": "x" * 5000}), device="test", seconds=0
        )


def test_a_full_disk_loses_the_cell_in_hand_and_no_other(path):
    with store.writer(path) as connection:
        connection.execute("PRAGMA max_page_count = 12")
        with pytest.raises(store.StoreError, match="full"):
            write_much(connection)
    with store.read(path) as connection:
        kept = [row.cell for row in store.rows(connection)]
        assert 0 < len(kept) < len(CELLS)
        assert kept + store.pending(connection) == CELLS
