"""Eq. (5) is a divergence: R_rank(D) = d(D || 1/N), Fano's bound with success and failure exchanged.

It is positive at every distortion but D = 1/N, also at that of the code which sends nothing.
"""

import sympy as sp

from theory.fano_ranking import N, R_rank, k
from theory.proof.derivation import Derivation
from theory.proof.formal import eq, forall, formal, ge, gt, integer, le, log2, lt, plog, real

a, b, D = sp.symbols("a b D")
SILENT = 1 - sp.harmonic(N) / N  # mean distortion of one fixed ranking, Y uniform on N documents


def divergence(p: sp.Expr, q: sp.Expr) -> sp.Expr:
    """d(p || q) in bits, for 0 < p, q < 1."""
    return p * (log2(p) - log2(q)) + (1 - p) * (log2(1 - p) - log2(1 - q))


def mean_root(d: Derivation, p: sp.Expr, q: sp.Expr, relation) -> int:
    """Step: sqrt(p q) < (p + q)/2, or <=, from the sign of (p - q)^2."""
    root, square = sp.sqrt(p * q), (p - q) ** 2
    d.add("apply", lt(["sqrt", 0], root))
    sign = gt(square, 0) if relation is lt else ge(square, 0)
    d.combine(gt(2 * (p + q) + 4 * root, 0), gt(p, 0), gt(q, 0), len(d.steps))
    scale = formal(1 / (2 * (p + q) + 4 * root))
    return d.add("combine", relation(root, (p + q) / 2), using=[[sign, scale]])


def positive_divergence() -> tuple[dict, Derivation]:
    """d(a || b) > 0 unless a = b: from ln x <= x - 1 at the root of the ratio."""
    inside = [gt(a, 0), lt(a, 1), gt(b, 0), lt(b, 1), gt((a - b) ** 2, 0)]
    statement = forall(real("a"), real("b"), given=inside, then=gt(divergence(a, b), 0))
    d = Derivation(statement)
    first, second = mean_root(d, a, b, lt), mean_root(d, 1 - a, 1 - b, le)
    tangents = []
    for p, q in ((a, b), (1 - a, 1 - b)):
        root = sp.sqrt(p * q)
        bound = le(p * log2(root) - plog(p), (root - p) / sp.log(2))
        tangents += [d.cite("log_tangent", bound, r=p, q=root), d.basic(eq(plog(p), p * log2(p)))]
    items = [(first, 2 / sp.log(2)), (second, 2 / sp.log(2)), *[(t, 2) for t in tangents]]
    d.combine(statement["then"], *items)
    return statement, d


def is_divergence() -> tuple[dict, Derivation]:
    """R_rank(D) = d(D || 1/N) for 0 < D < 1."""
    statement = forall(
        integer("N", 2), real("D"), given=[gt(D, 0), lt(D, 1)], then=eq(R_rank(D), divergence(D, 1 / N))
    )
    d = Derivation(statement)
    d.combine(gt(1 - D, 0), lt(D, 1))
    parts = [d.basic(eq(plog(p), p * log2(p))) for p in (D, 1 - D)]
    d.combine(eq(1 - 1 / N, (N - 1) / N))
    other = d.add("apply", eq(log2(1 - 1 / N), log2((N - 1) / N)))
    d.combine(statement["then"], *parts, (other, 1 - D))
    return statement, d


def positive_off_one_point() -> tuple[dict, Derivation]:
    """R_rank(D) > 0 for 0 < D < 1 unless D = 1/N."""
    inside = [gt(D, 0), lt(D, 1), gt((D - 1 / N) ** 2, 0)]
    statement = forall(integer("N", 2), real("D"), given=inside, then=gt(R_rank(D), 0))
    d = Derivation(statement)
    same = d.use(d.lemma(*is_divergence()), eq(R_rank(D), divergence(D, 1 / N)), N=N, D=D)
    d.combine(lt(1 / N, 1), (ge(N, 2), 1 / N))
    positive = d.use(d.lemma(*positive_divergence()), gt(divergence(D, 1 / N), 0), a=D, b=1 / N)
    d.combine(statement["then"], same, positive)
    return statement, d


def harmonic_bounds(d: Derivation) -> tuple[int, int]:
    """Steps: H_N = 1 + 1/2 + sum_{k>=3} 1/k, each of the last terms at most 1/3; so 0 < 1 - H_N/N < 1."""
    for first in (1, 2):
        tail = sp.Sum(1 / k, (k, first + 1, N))
        d.add("unroll", eq(sp.Sum(1 / k, (k, first, N)), sp.Rational(1, first) + tail), end="first")
    whole = d.combine(eq(sp.harmonic(N), sp.Rational(3, 2) + sp.Sum(1 / k, (k, 3, N))), 1, 2)
    small = d.termwise(
        le(sp.Sum(1 / k, (k, 3, N)), sp.Sum(sp.Rational(1, 3), (k, 3, N))),
        lambda i: i.combine(le(1 / k, sp.Rational(1, 3)), (ge(k, 3), 1 / (3 * k))),
        "1/k <= 1/3 from k = 3 on",
    )
    d.combine(gt(SILENT, 0), (whole, 1 / N), (small, 1 / N))
    d.combine(lt(SILENT, 1), (whole, 1 / N))
    return whole, small


def at_silent(d: Derivation, distortion: sp.Expr, same: int) -> int:
    """Step: R_rank > 0 at a distortion that is SILENT, by the earlier step `same`; harmonic_bounds is known."""
    lost = d.combine(eq(1 - distortion, 1 - SILENT), same)
    d.combine(gt(distortion, 0), same, gt(SILENT, 0))
    d.combine(gt(1 - distortion, 0), lost, gt(sp.harmonic(N) / N, 0))
    pairs = (distortion, SILENT), (1 - distortion, 1 - SILENT)
    terms = [d.add("apply", eq(plog(x), plog(y))) for x, y in pairs]
    positive = d.use(d.lemma(*silent_code_contradicts()), gt(R_rank(SILENT), 0), N=N)
    return d.combine(gt(R_rank(distortion), 0), positive, *terms, (lost, log2(N - 1)))


def silent_code_contradicts() -> tuple[dict, Derivation]:
    """R_rank > 0 at the distortion of one fixed ranking, for every N >= 2: eq. (5) denies the code without bits."""
    statement = forall(integer("N", 2), then=gt(R_rank(SILENT), 0))
    d = Derivation(statement)
    whole, small = harmonic_bounds(d)
    apart = gt((SILENT - 1 / N) ** 2, 0)
    known = [d.steps[i - 1]["rel"] for i in (whole, small)]

    def two(i: Derivation) -> None:
        above = i.combine(gt(sp.harmonic(N) / N + 1 / N - 1, 0), (known[0], 1 / N), (le(N, 2), 1 / N))
        i.combine(apart, (above, sp.harmonic(N) / N + 1 / N - 1))

    def more(i: Derivation) -> None:
        i.basic(ge(N, 3))
        i.combine(gt(SILENT - 1 / N, 0), (known[0], 1 / N), (known[1], 1 / N), (ge(N, 3), 1 / N))
        i.combine(apart, (gt(SILENT - 1 / N, 0), SILENT - 1 / N))

    d.cases(apart, le(N, 2), two, more, "H_N = N - 1 for no N")
    d.use(d.lemma(*positive_off_one_point()), statement["then"], N=N, D=SILENT)
    return statement, d
