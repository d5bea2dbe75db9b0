"""Every figure shows what a stored run holds, which the page then names below it, or what the page computes itself."""

import ast
import re

import jupytext
import pytest

from reports.build import sources

READERS = {"open", "read_text", "read_bytes", "load", "loadtxt", "genfromtxt", "fromfile", "connect"}


def cells(path):
    """The cells of code of a source, parsed."""
    return [ast.parse(c.source) for c in jupytext.read(path).cells if c.cell_type == "code"]


def loaded(node):
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def called(node):
    """The names of the functions and methods that are called."""
    calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
    return {f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "") for f in calls}


def defined(statement):
    """The names that a statement gives a value to."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return {statement.name}
    stored = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    changed = {n.value.id for n in ast.walk(statement) if isinstance(n, ast.Subscript | ast.Attribute) and isinstance(n.value, ast.Name)}  # fmt: skip
    return stored | (changed if isinstance(statement, (ast.For, ast.Expr, ast.AugAssign)) else set())


def behind(path):
    """Name of each figure of a source with the statements that its drawing depends on, in its cell or before."""
    bodies = [cell.body for cell in cells(path)]
    for k, body in enumerate(bodies):
        for call in (n for s in body for n in ast.walk(s) if isinstance(n, ast.Call)):
            if getattr(call.func, "id", "") == "figure":
                first = call.args[0]
                name = first.value if isinstance(first, ast.Constant) else first.values[0].value
                yield name, list(closure(bodies, k, loaded(call)))


def closure(bodies, k, names):
    """The statements that names in cell k stand on: of the last cell, k or before it, that gives each a value."""
    done, frontier = set(), {(k, name) for name in names}
    while frontier:
        done |= frontier
        found = [(j, s) for k, name in frontier if (j := last(bodies, k, name)) is not None for s in bodies[j] if name in defined(s)]  # fmt: skip
        yield from (s for _, s in found)
        frontier = {(j, name) for j, s in found for name in loaded(s)} - done


def last(bodies, k, name):
    return next((j for j in range(k, -1, -1) if any(name in defined(s) for s in bodies[j])), None)


FIGURES = [(path, *figure) for path in sources() for figure in behind(path)]


def of_a_run(needed):
    """Whether anything drawn is read from a run, here or by the module that other pages share."""
    return any(re.search(r"\b(?:runs\.run|shift\.rows)\(", ast.unparse(s)) for s in needed)


def test_the_figures_are_found():
    found = {name: of_a_run(needed) for _, name, needed in FIGURES}
    assert len(found) > 10
    assert found["calibration"]
    assert not found["frontier"]


@pytest.mark.parametrize(("path", "name", "needed"), FIGURES, ids=[f[1] for f in FIGURES])
def test_a_figure_reads_no_file_has_no_typed_data_and_names_its_run(site, path, name, needed):
    for statement in needed:
        assert not called(statement) & READERS
        for node in ast.walk(statement):
            if isinstance(node, ast.List | ast.Tuple | ast.Dict):
                parts = node.values if isinstance(node, ast.Dict) else node.elts
                typed = [p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, float)]
                assert sum(float(f"{x:.2g}") != x for x in typed) < 3, ast.unparse(node)
    page = (site / f"{path.stem}.html").read_text()
    sections = re.findall(rf'id="figure-{name}.*?(?=<h2|</main>)', page, re.DOTALL)
    assert sections
    if of_a_run(needed):
        assert 'class="source stored"' in sections[0]
