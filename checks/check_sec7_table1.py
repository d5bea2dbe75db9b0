"""Section 7.2 and 7.4: the numbers of Table 1 and the prose about them, for every value inside the rounding."""

from fractions import Fraction
from itertools import pairwise

import sympy as sp

from checks.contradictions import contradiction, inconsistent, never
from checks.register import Reading, claim
from theory import fano_ranking as fr
from theory.proof.derivation import Derivation
from theory.proof.formal import both, eq, exists, forall, ge, gt, integer, le, lt, real
from theory.proof.worlds import witness
from theory.reported import (
    RATES,
    TABLE1,
    cell,
    lag,
    rounding,
    table1,
)  # fmt: skip

POINT = Fraction(1, 100)


def printed(*rows: str, **changed: str) -> dict:
    """A witness at the printed values, with some of them moved inside their rounding."""
    values = {
        f"{row[0]}{rate}": Fraction(c) for row in rows for rate, c in zip(RATES, TABLE1[row], strict=True)
    }
    return witness(**(values | {k: Fraction(v) for k, v in changed.items()}))


def for_all(statement: dict) -> list[dict]:
    """A derivation of each part of a conclusion from the rounding intervals alone."""
    d = Derivation(statement)
    for part in statement["then"][1:] if statement["then"][0] == "and" else [statement["then"]]:
        d.combine(part)
    return [d.certificate()]


def between(x: sp.Expr, low: object, high: object) -> list:
    return [ge(x, low), le(x, high)]


def gaps() -> dict[int, sp.Expr]:
    return {rate: lag("bound", "adaptive", rate) for rate in RATES}


@claim(
    "s7-table1-gap-range",
    where="Sec. 7.2, Table 1",
    kind="figure",
    verdict="proved",
    statement="The adaptive decoder is consistently within 1.5 to 2.1 percentage points of the bound.",
    quote="our adaptive decoder consistently lands within 1.5-2.1 percentage points of the bound",
    note="Possible inside the rounding; not at the printed values, and not with the sentence that follows.",
)
def gap_range():
    inside = [r for g in gaps().values() for r in between(g, Fraction(15, 1000), Fraction(21, 1000))]
    possible = exists(*table1("adaptive", "bound"), then=both(*inside))
    all_values = forall(*table1("adaptive", "bound"), then=both(*inside))
    beyond = exists(*table1("adaptive", "bound"), then=both(*[gt(g, 2 * POINT) for g in gaps().values()]))
    return [
        Reading(
            "Some values inside the rounding have all four gaps in [0.015, 0.021].",
            possible,
            [printed("adaptive", "bound", a512="0.835")],
            neighbour=Reading("Some have all four above 2 points.", beyond, never(beyond)),
        ),
        Reading(
            "All do; the printed values do not: 0.85 - 0.84 = 0.01.",
            all_values,
            [printed("adaptive", "bound")],
        ),
    ]


@claim(
    "s7-gap-prose",
    where="Sec. 7.2",
    kind="consistency",
    verdict="inconsistent",
    rests_on=("s7-table1-gap-range", "s7-table1-gap-trend"),
    statement="All gaps lie within 1.5 to 2.1 points; the gap is 0.028 at R = 64 and 0.011 at R = 512.",
    quote="from 0.028 at R=64 to 0.011 at R=512",
)
def gap_prose():
    """Neighbouring sentences; rounding of the quoted gaps included."""
    g64, g512 = sp.symbols("g64 g512")
    within = [r for g in (g64, g512) for r in between(g, rounding("0.015")[0], rounding("0.021")[1])]
    ends = [*between(g64, *rounding("0.028")), *between(g512, *rounding("0.011"))]
    statement = exists(real("g64"), real("g512"), then=both(both(*within), both(*ends)))
    apart = witness(g64="0.028", g512="0.011"), witness(g64="0.02", g512="0.02")
    return Reading(
        "One set of gaps satisfies both sentences.", statement, inconsistent(contradiction(statement), *apart)
    )


@claim(
    "s7-table1-gap-trend",
    where="Sec. 7.2, Table 1",
    kind="figure",
    verdict="proved",
    statement="The distance to the bound shrinks with R, from 0.028 at R = 64 to 0.011 at R = 512, as Thm 5.1 predicts.",
    quote="from 0.028 at R=64 to 0.011 at R=512",
    note="The two figures are possible inside the rounding of Table 1; Theorem 5.1 predicts no trend in R.",
)
def gap_trend():
    g = gaps()
    ends = [*between(g[64], *rounding("0.028")), *between(g[512], *rounding("0.011"))]
    falling = [gt(g[a], g[b]) for a, b in pairwise(RATES)]
    statement = exists(*table1("adaptive", "bound"), then=both(*ends, *falling))
    values = {"a64": "0.566", "b64": "0.594", "a128": "0.655", "b128": "0.680", "a512": "0.839"}
    c, n, x, y = sp.symbols("c n x y")
    within = [ge(x, 0), ge(y, 0), le(x, c / n), le(y, c / n)]
    predicted = forall(real("c", 0), integer("n", 1), real("x"), real("y"), given=within, then=lt(y, x))
    level = both(ge(g[64], rounding("0.028")[0]), ge(g[512], rounding("0.028")[0]))
    no_trend = exists(*table1("adaptive", "bound"), then=level)
    return [
        Reading(
            "Some values inside the rounding have these gaps, falling.",
            statement,
            [printed("adaptive", "bound", **values)],
            neighbour=Reading("Some have 0.028 at R = 512 too.", no_trend, never(no_trend)),
        ),
        Reading(
            "A gap of at most c/n at R = 64 (x) and at R = 512 (y), as Theorem 5.1 has it, makes y < x.",
            predicted,
            [witness(c=1, n=1, x=0, y=0)],
        ),
    ]


def lags(behind: str, row: str, low: object, high: object) -> list:
    return [r for rate in RATES for r in between(lag(behind, row, rate), low, high)]


@claim(
    "s7-table1-fixed-lag",
    where="Sec. 7.2, Table 1",
    kind="figure",
    verdict="proved",
    statement="Fixed tau lags by 4 to 5 points.",
    quote="whereas fixed- τ lags by 4–5 points",
    note="Behind the adaptive row, at the edge of the rounding; behind the bound, which the sentence speaks of, 5 to 8.",
)
def fixed_lag():
    adaptive = exists(
        *table1("fixed", "adaptive"), then=both(*lags("adaptive", "fixed", 4 * POINT, 5 * POINT))
    )
    bound = exists(*table1("fixed", "bound"), then=both(*lags("bound", "fixed", 4 * POINT, 5 * POINT)))
    edge = printed("fixed", "adaptive", f64="0.515", a64="0.565")
    below = exists(
        *table1("fixed", "adaptive"), then=both(*[lt(lag("adaptive", "fixed", r), 5 * POINT) for r in RATES])
    )
    less = Reading("By less than 5 points at each rate, for some values.", below, never(below))
    return [
        Reading("Behind the adaptive row, for some values inside the rounding.", adaptive, [edge], less),
        Reading("Behind the bound, for some values inside the rounding.", bound, never(bound)),
    ]


@claim(
    "s7-table1-clip-lag",
    where="Sec. 7.2, Table 1",
    kind="figure",
    verdict="proved",
    rests_on=("s7-table1-fixed-lag",),
    statement="Naive CLIP lags by roughly double that.",
    quote="and naïve CLIP by roughly double that",
    note="Roughly double is read as a ratio between 3/2 and 5/2.",
)
def clip_lag():
    rows = table1("clip", "fixed", "adaptive")
    ratio = [
        r
        for rate in RATES
        for r in (
            ge(lag("adaptive", "clip", rate), Fraction(3, 2) * lag("adaptive", "fixed", rate)),
            le(lag("adaptive", "clip", rate), Fraction(5, 2) * lag("adaptive", "fixed", rate)),
        )
    ]
    statement = exists(*rows, then=both(*ratio))
    more = exists(*rows, then=both(*[ge(*r[1:]) for r in ratio[1::2]]))
    bound = exists(*table1("clip", "bound"), then=both(*lags("bound", "clip", 8 * POINT, 10 * POINT)))
    return [
        Reading(
            "Behind the adaptive row, against fixed tau's own lag.",
            statement,
            [printed("clip", "fixed", "adaptive")],
            neighbour=Reading("By 5/2 of it or more at each rate, for some values.", more, never(more)),
        ),
        Reading("Behind the bound, by 8 to 10 points.", bound, never(bound)),
    ]


@claim(
    "s7-table1-order",
    where="Sec. 7.2, Table 1; abstract",
    kind="figure",
    verdict="proved",
    statement="At each rate naive CLIP < fixed tau < adaptive tau <= bound.",
    quote="whereas fixed- τ lags by 4–5 points",
)
def order():
    pairs = (("clip", "fixed"), ("fixed", "adaptive"))
    strict = [lt(cell(a, rate), cell(b, rate)) for a, b in pairs for rate in RATES]
    weak = [le(cell("adaptive", rate), cell("bound", rate)) for rate in RATES]
    statement = forall(*table1(*TABLE1), then=both(*strict, *weak))
    everywhere = forall(*table1(*TABLE1), then=lt(cell("adaptive", 512), cell("bound", 512)))
    edge = printed(*TABLE1, a512="0.845", b512="0.845")
    neighbour = Reading("The adaptive row strictly below the bound at R = 512.", everywhere, [edge])
    return Reading("For every value inside the rounding.", statement, for_all(statement), neighbour)


@claim(
    "s7-table1-monotone",
    where="Sec. 7.2, Table 1",
    kind="figure",
    verdict="proved",
    statement="Every row of Table 1 rises with R.",
    quote="mean–reciprocal-rank (†) versus bits per query",
    conversion="The dagger stands for an arrow.",
)
def table1_rises():
    rises = [lt(cell(row, a), cell(row, b)) for row in TABLE1 for a, b in pairwise(RATES)]
    statement = forall(*table1(*TABLE1), then=both(*rises))
    more = forall(*table1("bound"), then=le(cell("bound", 256) + 6 * POINT, cell("bound", 512)))
    neighbour = Reading(
        "The bound rises by 6 points from 256 to 512.", more, [printed("bound", b512="0.846")]
    )
    return Reading("For every value inside the rounding.", statement, for_all(statement), neighbour)


@claim(
    "s7-table1-bound-row",
    where="Sec. 7.1 and 7.2, Table 1",
    kind="figure",
    verdict="refuted",
    rests_on=("s4-eq5",),
    repair="ours-converse-uniform",
    statement="The bound row (0.59, 0.68, 0.79, 0.85 at R = 64..512, N = 1000) is the MRR that R_bal allows at those rates.",
    quote="The theoretical curve is $1 - R_{\\text{bal}}^{-1}(R)$",
)
def bound_row():
    """R_bal, like every bound of this kind, stays below log2 1000 < 10 bits; no D has R_bal(D) = 64."""
    D = sp.Symbol("D")
    given = [gt(D, 0), lt(D, 1)]
    statement = exists(real("D", 0, 1), given=given, then=ge(fr.R_rank(D, 1000), 64))
    d = Derivation(statement)
    less = d.basic(le(fr.plog(D), D * 0))
    rest = d.basic(le(fr.plog(1 - D), D * 0))
    below = d.evaluate(le(fr.log2(1000), 10))
    d.evaluate(ge(fr.log2(999), 0))
    d.combine(le(1, 0), statement["then"], less, rest, below, (le(D, 1), fr.log2(999)))
    return Reading("Some D in (0, 1) has R_bal(D) >= 64 bits at N = 1000.", statement, [d.certificate()])


@claim(
    "s7-parallel-front",
    where="Sec. 7.4",
    kind="figure",
    verdict="proved",
    statement="The empirical front moves parallel to the theoretical curve.",
    quote="moves *parallel* to the theoretical curve, not just vertically closer",
    note="A common gap is possible inside the rounding, not implied by it.",
)
def parallel():
    g = sp.Symbol("g")
    same = [eq(gap, g) for gap in gaps().values()]
    statement = exists(*table1("adaptive", "bound"), real("g"), then=both(*same))
    values = printed("adaptive", "bound", a512="0.835", b512="0.855")
    values["values"]["g"] = "1/50"
    implied = forall(*table1("adaptive", "bound"), then=eq(gaps()[64], gaps()[512]))
    wide = exists(*statement["exists"], given=[gt(g, 2 * POINT)], then=both(*same))
    none = Reading("Some have one gap of more than 2 points.", wide, never(wide))
    return [
        Reading("Some values inside the rounding have one gap at all four rates.", statement, [values], none),
        Reading("All have; the printed gaps are 0.02 and 0.01.", implied, [printed("adaptive", "bound")]),
    ]


@claim(
    "s7-parallel-and-shrinking",
    where="Sec. 7.4 against Sec. 7.2",
    kind="consistency",
    verdict="inconsistent",
    rests_on=("s7-parallel-front", "s7-table1-gap-trend"),
    statement="The front is parallel to the curve (7.4); its distance shrinks from 0.028 to 0.011 (7.2).",
    quote="moves *parallel* to the theoretical curve, not just vertically closer",
)
def parallel_and_shrinking():
    g64, g512 = sp.symbols("g64 g512")
    shrinking = [ge(g64, rounding("0.028")[0]), le(g512, rounding("0.011")[1])]
    statement = exists(real("g64"), real("g512"), then=both(eq(g64, g512), both(*shrinking)))
    apart = witness(g64="0.028", g512="0.011"), witness(g64=0, g512=0)
    return Reading(
        "Gaps equal at R = 64 and R = 512, and 0.028 and 0.011 to rounding.",
        statement,
        inconsistent(contradiction(statement), *apart),
    )
