"""Rational multipliers: a linear program finds which facts combine to a goal, exact algebra settles the numbers."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

from checks.verify.context import Context
from checks.verify.normal import Poly, times


def cleared(polys: list[Poly], context: Context) -> list[Poly]:
    """The same polynomials, all multiplied by what clears their denominators."""
    normal = context.normal
    for _ in range(30):
        found = next(
            ((a, e) for p in polys for m in p for a, e in m if e < 0 or normal.contents[a][0] == "inv"), None
        )
        if found is None:
            return [normal.reduce(p) for p in polys]
        atom, content = found[0], normal.contents[found[0]]
        exponents = [dict(m).get(atom, 0) for p in polys for m in p]
        if content[0] == "inv":
            top = max(exponents)
            polys = [normal.without_inverse(p, atom, top) for p in polys]
        else:
            lift: Poly = {((atom, -min(exponents)),): Fraction(1)}
            polys = [times(p, lift) for p in polys]
    return polys


def find(
    goal: Poly,
    items: Sequence[tuple[bool, Poly]],
    context: Context,
    equality: bool,
    some: Sequence[int] = (),
) -> list[Fraction] | None:
    """Multipliers l with goal - sum l_i p_i of known sign (zero for an equality), or None.

    `items` are pairs (is an equation, polynomial); multipliers of the others are kept >= 0. Of the items
    numbered in `some`, if any, at least one is used.
    """
    goal, *polys = cleared([goal, *[p for _, p in items]], context)
    columns: list[tuple[bool, Poly]] = [(free, p) for (free, _), p in zip(items, polys, strict=True)]
    if not equality:
        monomials = {m for p in (goal, *polys) for m in p}
        columns += [(False, {m: Fraction(1)}) for m in sorted(monomials) if context.term(m, False)]
    rows = sorted({m for p in (goal, *[p for _, p in columns]) for m in p})
    matrix = np.array([[float(p.get(m, 0)) for _, p in columns] for m in rows]).reshape(
        len(rows), len(columns)
    )
    target = np.array([float(goal.get(m, 0)) for m in rows])
    count = len(columns)
    if count == 0:
        return [] if not goal else None
    split = np.hstack([matrix, -matrix])
    bounds = [(0, None)] * count + [(0, None) if free else (0, 0) for free, _ in columns]
    cost = np.concatenate([np.ones(count), np.ones(count)])
    cost[len(items) : count] = 0.01
    used = np.zeros((1, 2 * count))
    used[0, list(some)] = -1
    least = {"A_ub": used, "b_ub": [-1]} if len(some) else {}
    found = linprog(cost, A_eq=split, b_eq=target, bounds=bounds, method="highs", **least)
    if found.status != 0:
        return None
    guess = found.x[:count] - found.x[count:]
    exact = exact_solution([p for _, p in columns], goal, rows, guess)
    if exact is None or any(v < 0 for v, (free, _) in zip(exact, columns, strict=True) if not free):
        return None
    return exact[: len(items)]


def exact_solution(columns: list[Poly], goal: Poly, rows: list, guess: np.ndarray) -> list[Fraction] | None:
    """Solve the system exactly on the support of the guess; free unknowns keep the guess, rounded."""
    support = [j for j in range(len(columns)) if abs(guess[j]) > 1e-9]
    table = [[columns[j].get(m, Fraction(0)) for j in support] + [goal.get(m, Fraction(0))] for m in rows]
    pivots: list[int] = []
    row = 0
    for col in range(len(support)):
        pick = next((r for r in range(row, len(table)) if table[r][col]), None)
        if pick is None:
            continue
        table[row], table[pick] = table[pick], table[row]
        lead = table[row][col]
        table[row] = [v / lead for v in table[row]]
        for r in range(len(table)):
            if r != row and table[r][col]:
                factor = table[r][col]
                table[r] = [v - factor * w for v, w in zip(table[r], table[row], strict=True)]
        pivots.append(col)
        row += 1
    if any(r[-1] and not any(r[:-1]) for r in table):
        return None
    values = [Fraction(float(guess[j])).limit_denominator(720) for j in support]
    for r, col in enumerate(pivots):
        values[col] = table[r][-1] - sum(
            (table[r][c] * values[c] for c in range(len(support)) if c != col and c not in pivots),
            Fraction(0),
        )
    out = [Fraction(0)] * len(columns)
    for j, v in zip(support, values, strict=True):
        out[j] = v
    return out
