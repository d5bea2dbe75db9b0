"""The mutation tool: each mutant has one change, a guard can be left out, and a child that fails has noticed."""

import ast
from pathlib import Path

import pytest

from tests import mutation

SOURCE = '''
def f(x, n):
    """x and n."""
    if x < 0:
        raise ValueError(f"{x} < 0" + "!")
    note(x)
    return not any(y == 1 and y in x for y in x) or x * 2 + n >= -n
'''


def test_every_mutant_is_the_module_with_one_change():
    found = [ast.unparse(mutation.mutant(SOURCE, site)) for site in mutation.sites(SOURCE)]
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    assert len(found) == len(set(found)) == 16
    for text in found:
        changed = [(a, b) for a, b in zip(whole, text.splitlines(), strict=True) if a != b]
        assert len(changed) == 1
    for wanted in (
        "if False:", "pass", "if x <= 0:", "if x < 1:", "all((", "y == 2", "y != 1 and", "y == 1 or", "not in x", "and x * 2",
        "x * 3", "x + 2 + n", "x * 2 - n", "n > -n", ">= n", "return any(",
    ):  # fmt: skip
        assert any(wanted in text and wanted not in "\n".join(whole) for text in found), wanted


@pytest.mark.parametrize(
    ("child", "noticed"), [(lambda *_: 0, False), (lambda *_: 1, True), (lambda *_: 1 // 0, True)]
)
def test_a_child_that_fails_has_noticed(child, noticed, monkeypatch):
    monkeypatch.setattr(mutation, "tried", child)
    assert mutation.survives(Path("x.py"), ast.parse(""), [], None) is not noticed


def test_the_changed_module_is_the_one_imported(monkeypatch):
    name, file = "theory.gains", Path("theory/gains.py")
    finder = mutation.Mutant(name, file, ast.parse("changed = True"))
    assert finder.find_spec("theory.enclosure", None) is None
    module = __import__("types").ModuleType(name)
    finder.exec_module(module)
    assert module.changed
    assert Path(module.__file__) == file.resolve()
    assert finder.find_spec(name, None).origin == str(file.resolve())
    assert mutation.tests_of(file) == ["tests/theory/test_gains.py"]
