"""The error of the plug-in entropy for one law: of order n^-1/2, with a constant that the law has (Sec. 5.4, Lemma 5.2).

p log2 p has a slope at every p > 0, so frequencies q near the probabilities p have an entropy near H:

    |q log2 q - p log2 p| <= c |q - p|,    c = log2(1/p) + 3/p,    0 < p <= 1, 0 <= q <= 1.

The frequency of a letter has variance p (1 - p) / n, hence a mean error of at most n^-1/2 / 2. The constants grow without
end as a probability falls: over all laws there is none.
"""

import sympy as sp

from theory.entropy_bias import ENTROPY, GIVEN, POSITIVE, K, S, k, n, over_samples, p, q, s, w
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    both,
    eq,
    every,
    forall,
    ge,
    gt,
    integer,
    le,
    log2,
    plog,
    real,
    sequence,
    table,
)

a, b = sp.symbols("a b")


def slope(of: sp.Expr) -> sp.Expr:
    """c = log2(1/p) + 3/p."""
    return log2(1 / of) + 3 / of


def bounded_slope() -> tuple[dict, Derivation]:
    """p log2 p moves by at most c times as much as p."""
    far = sp.Abs(b - a)
    up, down = le(plog(b) - plog(a), slope(a) * far), ge(plog(b) - plog(a), -slope(a) * far)
    statement = forall(real("b", 0, 1), real("a", 0, 1), given=[gt(a, 0)], then=both(up, down))
    d = Derivation(statement)
    nat, bits = 1 / sp.log(2), log2(1 / a)
    own, right, left = eq(plog(a), a * log2(a)), ge(far, b - a), ge(far, a - b)
    for r in (own, right, left):
        d.basic(r)
    three = ge(3, 2 * nat)
    d.evaluate(three)
    d.combine(ge(bits, 0), (d.basic(le(plog(a), 0)), 1 / a), (own, 1 / a))

    def side(sign: int):
        def steps(t: Derivation) -> None:
            value = t.basic(eq(far, sign * (b - a)))
            ends = [(r, far) for r in (le(b, 1), le(a, 1), ge(b, 0), ge(a, 0))]
            t.combine(le((b - a) ** 2, far), (value, b - a), (value, far), *ends)

        return steps

    def occurs(t: Derivation) -> None:
        tangent = t.cite("log_tangent", le(a * log2(b) - plog(a), (b - a) * nat), r=a, q=b)
        here = t.basic(eq(plog(b), b * log2(b)))
        square = t.cases(le((b - a) ** 2, far), ge(b, a), side(1), side(-1), "both lie in [0, 1]")
        t.combine(
            up, (tangent, b / a), here, own, (own, b / a), (square, nat / a), (right, nat), (left, bits), (le(a, 1), far * nat / a),
            (three, far / a),
        )  # fmt: skip

    def none(t: Derivation) -> None:
        zero = t.add("combine", eq(b, 0), using=[])
        here = t.add("apply", eq(plog(b), plog(sp.Integer(0))))
        t.combine(up, here, own, (left, bits), (zero, bits), (three, far / a), (ge(far, 0), nat / a))

    d.cases(up, gt(b, 0), occurs, none, "a letter that does not occur adds nothing")
    tangent = d.cite("log_tangent", le(b * log2(a) - plog(b), (a - b) * nat), r=b, q=a)
    d.combine(
        down,
        tangent,
        own,
        (right, bits),
        (left, nat),
        (le(a, 1), far * nat / a),
        (ge(far, 0), nat / a),
        (three, far / a),
    )
    return statement, d


MOVED = sp.Abs(q[s, k] - p[k])
VARIANCE = every("k", 1, K, eq(over_samples((q[s, k] - p[k]) ** 2), p[k] * (1 - p[k]) / n))
SHARE = every("s", 1, S, every("k", 1, K, le(q[s, k], 1)))
AT_MOST_ONE = every("k", 1, K, le(p[k], 1))
ERROR = sp.Abs(-sp.Sum(plog(q[s, k]), (k, 1, K)) - ENTROPY)
BOUND = sp.Sum(slope(p[k]) * MOVED, (k, 1, K))
EACH = every("s", 1, S, le(ERROR, BOUND))
FREQUENCIES = every("k", 1, K, le(over_samples(MOVED), 1 / (2 * sp.sqrt(n))))
MEAN = le(over_samples(ERROR), sp.Sum(slope(p[k]), (k, 1, K)) / (2 * sp.sqrt(n)))


def plug_in_error() -> tuple[dict, Derivation]:
    """Each sample: |H_n - H| <= sum_k c_k |q_k - p_k|; in the mean |q_k - p_k| <= n^-1/2 / 2, so |H_n - H| <= n^-1/2 sum_k c_k / 2."""
    statement = forall(
        integer("n", 1), integer("K", 1), integer("S", 1),
        sequence("w", 1, S, 0), sequence("p", 1, K, 0), table("q", S, K, 0),
        given=[GIVEN[0], POSITIVE, AT_MOST_ONE, SHARE, VARIANCE],
        then=both(EACH, FREQUENCIES, MEAN),
    )  # fmt: skip
    d = Derivation(statement)
    d.add("apply", [">", ["sqrt", "n"], ["sqrt", 0]])
    lemma = d.lemma(*bounded_slope())
    d.each(EACH, lambda t: of_a_sample(t, lemma))
    d.each(FREQUENCIES, of_a_letter)
    weighted = sp.Sum(w[s] * slope(p[k]) * MOVED, (k, 1, K), (s, 1, S))
    by_letter = sp.Sum(over_samples(slope(p[k]) * MOVED), (k, 1, K))

    def weigh(t: Derivation) -> None:
        one = t.add("one_of", EACH[4], schema=EACH, index="s")
        t.combine(le(w[s] * ERROR, sp.Sum(w[s] * slope(p[k]) * MOVED, (k, 1, K))), (one, w[s]))

    samples = d.termwise(le(over_samples(ERROR), weighted), weigh)
    swapped = d.add("swap", eq(weighted, by_letter))
    letters = d.termwise(le(by_letter, sp.Sum(slope(p[k]) / (2 * sp.sqrt(n)), (k, 1, K))), mean_of_a_letter)
    d.combine(MEAN, samples, swapped, letters)
    return statement, d


def a_letter(t: Derivation) -> None:
    """Steps: 0 < p_k <= 1."""
    for schema in (POSITIVE, AT_MOST_ONE):
        t.add("one_of", schema[4], schema=schema, index="k")


def of_a_sample(t: Derivation, lemma: int) -> None:
    """|H_n - H| <= sum_k c_k |q_k - p_k|, letter by letter."""
    row = SHARE[4]
    t.add("one_of", row, schema=SHARE, index="s")
    change = plog(q[s, k]) - plog(p[k])

    def letter(goal: list, lemma_goal: list):
        def steps(e: Derivation) -> None:
            e.add("one_of", row[4], schema=row, index="k")
            a_letter(e)
            e.combine(goal, e.use(lemma, lemma_goal, b=q[s, k], a=p[k]))

        return steps

    most = slope(p[k]) * MOVED
    goals = (le(change, most), le(change, most)), (le(-change, most), ge(change, -most))
    sums = [
        t.termwise(le(sp.Sum(sign * change, (k, 1, K)), BOUND), letter(*goal))
        for sign, goal in zip((1, -1), goals, strict=True)
    ]
    inside = -sp.Sum(plog(q[s, k]), (k, 1, K)) - ENTROPY
    ends = ge(BOUND, -inside), ge(BOUND, inside)
    for end, total in zip(ends, sums, strict=True):
        t.combine(end, total)

    def side(sign: int):
        def steps(i: Derivation) -> None:
            i.combine(le(ERROR, BOUND), i.basic(eq(ERROR, sign * inside)), *ends)

        return steps

    t.cases(EACH[4], ge(inside, 0), side(1), side(-1))


def of_a_letter(t: Derivation) -> None:
    """E |q_k - p_k| <= n^-1/2 / 2, from |z| <= sqrt(n) z^2 + n^-1/2 / 4."""
    variance = t.add("one_of", VARIANCE[4], schema=VARIANCE, index="k")
    root, away = sp.sqrt(n), q[s, k] - p[k]
    half = root * away**2 + 1 / (4 * root)

    def sample(e: Derivation) -> None:
        def side(sign: int):
            def steps(i: Derivation) -> None:
                value = i.basic(eq(MOVED, sign * away))
                i.combine(le(MOVED, half), value, (ge((2 * root * sign * away - 1) ** 2, 0), 1 / (4 * root)))

            return steps

        one = e.cases(le(MOVED, half), ge(away, 0), side(1), side(-1))
        e.combine(le(w[s] * MOVED, w[s] * half), (one, w[s]))

    mean = t.termwise(le(over_samples(MOVED), over_samples(half)), sample)
    square = ge((2 * p[k] - 1) ** 2, 0)
    t.combine(FREQUENCIES[4], mean, (variance, root), (GIVEN[0], 1 / (4 * root)), (square, 1 / (4 * root)))


def mean_of_a_letter(t: Derivation) -> None:
    """E c_k |q_k - p_k| <= c_k n^-1/2 / 2, since c_k >= 0."""
    a_letter(t)
    moved = t.add("one_of", FREQUENCIES[4], schema=FREQUENCIES, index="k")
    own, least = t.basic(eq(plog(p[k]), p[k] * log2(p[k]))), t.basic(le(plog(p[k]), 0))
    t.combine(ge(log2(1 / p[k]), 0), (own, 1 / p[k]), (least, 1 / p[k]))
    t.combine(le(over_samples(slope(p[k]) * MOVED), slope(p[k]) / (2 * sp.sqrt(n))), (moved, slope(p[k])))
