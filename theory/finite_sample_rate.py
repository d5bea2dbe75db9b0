"""How fast a quantiser fitted to n queries nears its limit: order 1/n against order n^-1/2 (Thm 5.1, Lemma 5.2).

The law: one modality, X uniform on [-1/2, 1/2], two documents, document 2 relevant where X > 0. One bit, two
cells, cut at the empirical median m of n = 2a - 1 queries (Sec. 6.1, footnote 1), each cell ranking its own
document first. A query between 0 and m finds its document at rank 2 and loses 1/2, so the mean distortion given
the sample is |m|/2. The limit 0 is also D*(1): R_rank(0) = log2 2 = 1 bit at N = 2.

Exact mean over samples. The number of positive queries is binomial(n, 1/2). The median is positive iff there
are a - 1 + j of them with j >= 1, and is then the j-th smallest of a - 1 + j uniform draws from [0, 1/2], whose
mean is j / (2 (a + j)). By symmetry

    e_n = sum_{j=1}^{a} C(n, a - 1 + j) 2^-n j / (2 (a + j)) = C(2a, a) / 4^(a+1),

which is 1/8, 3/32, 5/64, ... and lies between 1/(8 sqrt a) and 1/(4 sqrt(2a + 1)): order n^-1/2 exactly.
"""

from fractions import Fraction
from functools import cache
from math import comb

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import both, eq, forall, formal, ge, integer, le, order

a, j = sp.symbols("a j")
SAMPLES = 2 * a - 1
FIRST = integer("a", 1)


def choose(n: sp.Expr, chosen: sp.Expr) -> sp.Expr:
    """The binomial coefficient, left as it stands."""
    return sp.binomial(n, chosen, evaluate=False)


CENTRAL = choose(2 * a, a)
POWER = 2 ** (2 * a)
MEDIAN_EXCESS = sp.Sum(choose(SAMPLES, a - 1 + j) * j / (2 * (a + j)) / 2**SAMPLES, (j, 1, a))


def median_excess(samples: int) -> Fraction:
    """e_n, the mean distortion beyond the limit after an odd number of queries.

    Raises
    ------
    ValueError
        For an even or non-positive number of samples, where the median is not a sample.
    """
    if samples < 1 or samples % 2 == 0:
        raise ValueError(f"samples must be odd and positive, got {samples}")
    half = (samples + 1) // 2
    terms = (comb(samples, half - 1 + i) * Fraction(i, 2 * (half + i)) for i in range(1, half + 1))
    return sum(terms, Fraction(0)) / 2**samples


# The sum over k in closed form ----------------------------------------------------------------------


def absorb(d: Derivation, n: sp.Expr, k: sp.Expr) -> tuple[int, int]:
    """Steps: (n - k) C(n,k) = n C(n-1,k), and (k + 1) C(n,k+1) = n C(n-1,k)."""
    shared = n * choose(n - 1, k)
    down = d.cite("binomial_absorption", eq((n - k) * choose(n, k), shared), n=n, k=k)
    return down, d.cite("binomial_absorption", eq((k + 1) * choose(n, k + 1), shared), n=n, k=k)


def closed_form(d: Derivation) -> int:
    """Step: the exact sum over j is C(2a, a) / 4^(a+1): its terms telescope."""
    n, here, after = SAMPLES, choose(SAMPLES, a - 1 + j), choose(SAMPLES, a + j)
    scale = 1 / (4 * 2**n)
    weight, change = here * j / (2 * (a + j)) / 2**n, (here - after) * scale

    def one(i: Derivation) -> None:
        down, up = absorb(i, n, a - 1 + j)
        i.combine(
            eq(weight, change),
            (down, -scale / (a + j)),
            (up, scale / (a + j)),
            why="(n - k) C(n,k) = (k + 1) C(n,k+1)",
        )

    terms = d.termwise(
        eq(sp.Sum(weight, (j, 1, a)), sp.Sum(change, (j, 1, a))), one, "each term is a difference"
    )
    moved = d.add("unroll", eq(sp.Sum(after, (j, 1, a)), sp.Sum(here, (j, 2, a + 1))), by_integer=1)
    head = d.add("unroll", eq(sp.Sum(here, (j, 1, a)), choose(n, a) + sp.Sum(here, (j, 2, a))), end="first")
    tail = d.add(
        "unroll", eq(sp.Sum(here, (j, 2, a + 1)), sp.Sum(here, (j, 2, a)) + choose(n, 2 * a)), end="last"
    )
    none, beyond = absorb(d, n, n)
    last = d.combine(
        eq(choose(n, 2 * a), 0), (none, -1 / (2 * a)), (beyond, 1 / (2 * a)), why="none beyond n"
    )
    half, _ = absorb(d, 2 * a, a)
    return d.combine(
        eq(MEDIAN_EXCESS, CENTRAL / (4 * POWER)),
        terms, (moved, -scale), (head, scale), (tail, -scale), (last, -scale), (half, -scale / (2 * a)),
        why="the sum telescopes to its first term, half of the central binomial coefficient",
    )  # fmt: skip


# Bounds of the central binomial coefficient ---------------------------------------------------------


def central_step(d: Derivation) -> int:
    """Step: (a + 1) C(2a+2, a+1) = 2 (2a + 1) C(2a, a)."""
    _, outer = absorb(d, 2 * a + 2, a)
    inner, _ = absorb(d, 2 * a + 1, a)
    return d.combine(
        eq((a + 1) * choose(2 * a + 2, a + 1), 2 * (2 * a + 1) * CENTRAL),
        outer,
        (inner, 2),
        why="twice absorbed",
    )


def central_bound(d: Derivation, lower: bool) -> int:
    """Step: 4a C(2a,a)^2 >= 16^a (lower), (2a + 1) C(2a,a)^2 <= 16^a (upper), by induction on a."""
    goal = ge(4 * a * CENTRAL**2, POWER**2) if lower else le((2 * a + 1) * CENTRAL**2, POWER**2)

    def first(i: Derivation) -> None:
        one, scale = eq(a, 1), 4 if lower else 2
        i.combine(eq(4 * a, 4), (one, 4))
        there = i.add("apply", eq(CENTRAL, choose(sp.Integer(2), sp.Integer(1))))
        power = i.add("apply", ["=", formal(POWER**2), ["^", 2, 4]])
        square = i.combine(eq(CENTRAL**2, 4), (there, CENTRAL + 2))
        i.combine(goal, (one, scale * CENTRAL**2), (square, 4 if lower else 3), power)

    def onward(i: Derivation) -> None:
        nxt = choose(2 * a + 2, a + 1)
        grown = central_step(i)
        ratio = i.combine(eq(nxt, 2 * (2 * a + 1) / (a + 1) * CENTRAL), (grown, 1 / (a + 1)))
        square = i.combine(
            eq(nxt**2, (2 * (2 * a + 1) / (a + 1) * CENTRAL) ** 2),
            (ratio, nxt + 2 * (2 * a + 1) / (a + 1) * CENTRAL),
        )
        if lower:
            wanted = ge(4 * (a + 1) * nxt**2, 16 * POWER**2)
            i.combine(wanted, (square, 4 * (a + 1)), (goal, 16), (ge(CENTRAL**2, 0), 16 / (a + 1)))
        else:
            wanted = le((2 * a + 3) * nxt**2, 16 * POWER**2)
            i.combine(
                wanted, (square, 2 * a + 3), (goal, 16), (ge(CENTRAL**2, 0), 4 * (2 * a + 1) / (a + 1) ** 2)
            )

    return d.induction(goal, "a", first, onward, "each step multiplies the coefficient by 2(2a + 1)/(a + 1)")


def positive_root(d: Derivation, x: sp.Expr) -> int:
    """Step: sqrt(x) > 0, where x > 0 is known."""
    return d.add("apply", [">", formal(sp.sqrt(x)), ["sqrt", 0]])


# The order of the excess -----------------------------------------------------------------------------


def excess_at_least(d: Derivation) -> int:
    """Step: e_n >= 1 / (8 sqrt a)."""
    root = sp.sqrt(a)
    positive_root(d, a)
    squares = central_bound(d, lower=True)
    central = d.combine(ge(2 * root * CENTRAL, POWER), (squares, 1 / (POWER + 2 * root * CENTRAL)))
    return d.combine(ge(MEDIAN_EXCESS, 1 / (8 * root)), closed_form(d), (central, 1 / (8 * root * POWER)))


def excess_at_most(d: Derivation) -> int:
    """Step: e_n <= 1 / (4 sqrt n)."""
    root = sp.sqrt(SAMPLES)
    positive_root(d, SAMPLES)
    squares = d.combine(
        le(SAMPLES * CENTRAL**2, POWER**2), central_bound(d, lower=False), (ge(CENTRAL**2, 0), 2)
    )
    central = d.combine(le(root * CENTRAL, POWER), (squares, 1 / (POWER + root * CENTRAL)))
    return d.combine(le(MEDIAN_EXCESS, 1 / (4 * root)), closed_form(d), (central, 1 / (4 * root * POWER)))


@cache
def excess_beyond_inverse() -> tuple[dict, dict]:
    """e_n = O(1/n) and the certificate that it is not: n e_n >= sqrt(a) / 8."""
    statement = order(FIRST, variable="a", function=MEDIAN_EXCESS, is_O_of=1 / SAMPLES)
    d = Derivation(statement)
    low = excess_at_least(d)
    d.combine(
        ge(MEDIAN_EXCESS, sp.sqrt(a) / (8 * SAMPLES)),
        low,
        (ge(a, 1), 1 / (8 * sp.sqrt(a) * SAMPLES)),
        why="2a - 1 >= a",
    )
    return statement, {"kind": "growth", "constant": "1/8", "from": 1, "factor": "sqrt", "proof": d.proof()}


def excess_of_order_root() -> tuple[dict, dict]:
    """e_n = O(n^-1/2), with constant 1/4."""
    statement = order(FIRST, variable="a", function=MEDIAN_EXCESS, is_O_of=1 / sp.sqrt(SAMPLES))
    d = Derivation(statement)
    excess_at_most(d)
    return statement, {"kind": "order", "constant": "1/4", "from": 1, "proof": d.proof()}


def excess_exactly() -> tuple[dict, Derivation]:
    """e_n = C(2a, a) / 4^(a+1), between 1/(8 sqrt a) and 1/(4 sqrt n)."""
    root = sp.sqrt(a)
    ends = both(ge(MEDIAN_EXCESS, 1 / (8 * root)), le(MEDIAN_EXCESS, 1 / (4 * sp.sqrt(SAMPLES))))
    statement = forall(FIRST, then=both(eq(MEDIAN_EXCESS, CENTRAL / (4 * POWER)), *ends[1:]))
    d = Derivation(statement)
    excess_at_least(d)
    excess_at_most(d)
    return statement, d


UPPER_LETTER = sp.Sum(choose(SAMPLES, a - 1 + j) / 2**SAMPLES, (j, 1, a)) / 4


def upper_letter_excess() -> tuple[dict, dict]:
    """X = Y a fair bit, cells x <= median and x > median: loss 1/4 where the median is the upper letter.

    The certificate takes one term of the sum, of order n^-1/2; the whole is 1/8 for every odd n.
    """
    statement = order(FIRST, variable="a", function=UPPER_LETTER, is_O_of=1 / SAMPLES)
    d = Derivation(statement)
    root = sp.sqrt(a)
    positive_root(d, a)
    central = d.combine(
        ge(2 * root * CENTRAL, POWER), (central_bound(d, lower=True), 1 / (POWER + 2 * root * CENTRAL))
    )
    counts = sp.Sum(choose(SAMPLES, a - 1 + j), (j, 1, a))
    one = d.add("member", le(choose(SAMPLES, a), counts), index=1)
    half, _ = absorb(d, 2 * a, a)
    low = d.combine(
        ge(UPPER_LETTER, 1 / (8 * root)),
        (one, 1 / (2 * POWER)), (half, -1 / (4 * a * POWER)), (central, 1 / (8 * root * POWER)),
    )  # fmt: skip
    d.combine(ge(UPPER_LETTER, root / (8 * SAMPLES)), low, (ge(a, 1), 1 / (8 * root * SAMPLES)))
    return statement, {"kind": "growth", "constant": "1/8", "from": 1, "factor": "sqrt", "proof": d.proof()}


# Sequences, without a source ---------------------------------------------------------------------------


def root_is_not_inverse() -> tuple[dict, dict]:
    """n^-1/2 = O(1/n), and the certificate that it is not."""
    n = sp.Symbol("n")
    statement = order(integer("n", 1), variable="n", function=1 / sp.sqrt(n), is_O_of=1 / n)
    d = Derivation(statement)
    positive_root(d, n)
    return statement, {"kind": "growth", "constant": 1, "from": 1, "factor": "sqrt", "proof": d.proof()}


def constant_is_not_inverse(gap: sp.Expr, value: Fraction) -> tuple[dict, dict]:
    """A gap that does not depend on n, and the certificate that it is not O(1/n)."""
    n = sp.Symbol("n")
    statement = order(integer("n", 1), variable="n", function=gap, is_O_of=1 / n)
    d = Derivation(statement)
    d.evaluate(ge(gap, value))
    return statement, {
        "kind": "growth",
        "constant": str(value),
        "from": 1,
        "factor": "linear",
        "proof": d.proof(),
    }
