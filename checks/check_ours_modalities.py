"""Modalities, as they are: separate codes, cuts, private entropy, unequal splits, redundancy coefficients."""

import sympy as sp

from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import imbalance, redundancy, separate_codes
from theory.imbalance import IMBALANCE, MEAN, E, modalities, waste
from theory.proof.derivation import Derivation
from theory.proof.formal import H, I, both, eq, exists, formal, ge, le, lt
from theory.proof.worlds import witness, world

WHERE = "beside Sec. 4.2"


def law(atoms: dict, *names: str) -> dict:
    return world(atoms, variables=names)


@claim(
    "ours-separate-codes",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="Codes C_m of at most R_m bits, each drawn from its own modality: "
    "I(Y;C) <= sum_m min(R_m, H_m), and <= sum_m min(R_m, I(X_m;Y|C_<m)).",
)
def codes_apart():
    """Exclusive or: neither modality alone says anything of Y, the second does once the first is known."""
    one, d = separate_codes.one_more_code()
    xor = {(0, 0, 0, 0): "1/4", (0, 1, 1, 0): "1/4", (1, 1, 0, 1): "1/4", (1, 0, 1, 1): "1/4"}
    alone = false_neighbour(
        "Without the codes before it.",
        one,
        le(I("Y;C|B"), I("X1;Y")),
        W=law(xor, "X1", "Y", "B", "C"),
    )
    two, e = separate_codes.two_codes()
    both_named = {(a, b, 2 * a + b, a, b): "1/4" for a in (0, 1) for b in (0, 1)}
    larger = [["min", f"R{m}", ["H", [f"X{m}"]]] for m in (1, 2)]
    lost = false_neighbour(
        "The larger of the two.",
        two,
        le(I("Y;C1,C2"), ["max", *larger]),
        R1=1,
        R2=1,
        W=law(both_named, "X1", "X2", "Y", "C1", "C2"),
    )
    return [
        Reading(
            "One modality X1 and its code C beside the codes B of those before it; the chain rule "
            "I(Y;C) = sum_m I(Y;C_m|C_<m) adds them up for any M.",
            one,
            [d.certificate()],
            alone,
        ),
        Reading("Two modalities, in full.", two, [e.certificate()], lost),
    ]


@claim(
    "ours-cut-set",
    paper="ours",
    where="beside Sec. 4.2, Thm 4.1",
    kind="theorem",
    verdict="proved",
    statement="Separate encoders, S any set of modalities: their codes hold at least H(Y|X_rest) - H(K) bits, "
    "and H(K) is at most the largest entropy of a rank with the mean gain in question.",
)
def cut():
    statement, d = separate_codes.cut_set()
    nothing = {(0, 0, y, 0, 0, y): "1/2" for y in (1, 2)}
    wrong = false_neighbour(
        "Without what the rank may leave open: two documents, no bits, the rank says all.",
        statement,
        ge(H("CS"), H("Y|XT")),
        W=law(nothing, "XS", "XT", "Y", "CS", "CT", "K"),
    )
    words = "What a converse modality by modality really says, for every cut."
    return Reading(words, statement, [d.certificate()], wrong)


@claim(
    "ours-private-entropy",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="A part V of the query with Y - U - V, U the rest, raises no necessary rate: from any code, drawing C "
    "from U alone keeps the law of (Y, C) and needs I(U;C) <= I(U,V;C).",
)
def private():
    statement, d = separate_codes.private_entropy()
    told = {(0, v, 1, v): "1/2" for v in (0, 1)}
    wrong = false_neighbour(
        "A code that sends V pays for it.",
        statement,
        eq(I("U,V;C"), I("U;C")),
        W=law(told, "U", "V", "Y", "C"),
    )
    return Reading("Y, U, V, C any finite law.", statement, [d.certificate()], wrong)


@claim(
    "ours-private-misleads",
    paper="ours",
    where="beside Sec. 5.1",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-private-entropy",),
    statement="Private entropy misleads the entropy-proportional split. If modality 2 is private altogether, of R bits only "
    "R H_1/(H_1 + H_2) can speak of Y, however many bits H_2 has. In general, if modality m has S_m bits about Y and V_m private "
    "ones, and R = sum_m S_m, the entropy-proportional rates r_m leave (1/2) sum_m |S_m - r_m| of the bits about Y unsent; rates "
    "S_m leave none.",
)
def private_misleads():
    """Neighbours: two modalities of one bit, both wanted; one bit wanted and three private ones."""
    alone, d = separate_codes.private_share()
    both_wanted = {(a, b, 2 * a + b, a, b): "1/4" for a in (0, 1) for b in (0, 1)}
    public = false_neighbour(
        "Of any second modality.", alone, without=alone["given"][2], R=2, W=law(both_wanted, "X1", "X2", "Y", "C1", "C2"),
    )  # fmt: skip
    shares, e = imbalance.unsent()
    nothing = false_neighbour("Nothing unsent.", shares, eq(shares["then"][1], 0), M=2, S=[1, 0], V=[0, 3])
    return [
        Reading(
            "Two modalities, the second private; any codes at those rates.", alone, [d.certificate()], public
        ),
        Reading("Any number of modalities, by their entropies.", shares, [e.certificate()], nothing),
    ]


@claim(
    "ours-filled-and-wasted",
    paper="ours",
    where="beside Sec. 4.4 and 5.1",
    kind="equation",
    verdict="proved",
    statement="Rates r_m fill sum_m min(r_m, H_m) = sum_m r_m - sum_m max(0, r_m - H_m) bits.",
)
def filled():
    statement, d = imbalance.filled_and_wasted()
    r = imbalance.sp.IndexedBase("r")
    all_of_it = eq(modalities(imbalance.sp.Min(r[imbalance.m], E[imbalance.m])), modalities(r[imbalance.m]))
    wrong = false_neighbour("Nothing wasted.", statement, all_of_it, M=1, H=[0], r=[1])
    return Reading("Any number of modalities, any rates.", statement, [d.certificate()], wrong)


@claim(
    "ours-equal-split",
    paper="ours",
    where="beside Sec. 4.4",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-filled-and-wasted",),
    statement="At R = sum_m H_m an equal split R/M wastes exactly Delta H / 2 bits.",
)
def equal_split():
    statement, d = imbalance.equal_split()
    wrong = false_neighbour("All of Delta H.", statement, eq(waste(MEAN), IMBALANCE), M=2, H=[0, 2])
    return Reading(
        "The price of imbalance belongs to the equal split, not to the source.",
        statement,
        [d.certificate()],
        wrong,
    )


@claim(
    "ours-proportional-split",
    paper="ours",
    where="beside Sec. 5.1",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-filled-and-wasted",),
    statement="Up to R = sum_m H_m an entropy-proportional split wastes nothing.",
)
def proportional_split():
    statement, d = imbalance.proportional_split()
    wrong = false_neighbour(
        "At any rate: 2 bits for an entropy of 1.", statement, without=statement["given"][1], M=1, H=[1], R=2
    )
    return Reading("r_m = R H_m / sum_j H_j <= H_m.", statement, [d.certificate()], wrong)


@claim(
    "ours-lossless-codes",
    paper="ours",
    where="beside Sec. 4.4",
    kind="lemma",
    verdict="proved",
    statement="Separate codes from which X_1 and X_2 can both be told: H(C_1) >= H(X_1|X_2), H(C_2) >= H(X_2|X_1), "
    "H(C_1) + H(C_2) >= H(X_1,X_2).",
)
def lossless():
    statement, d = imbalance.lossless_codes()
    copied = {(0, 0, 0, 0): "1/2", (1, 1, 0, 1): "1/2"}
    wrong = false_neighbour(
        "A copy need not be sent twice.",
        statement,
        ge(H("C1"), H("X1")),
        W=law(copied, "X1", "X2", "C1", "C2"),
    )
    return Reading(
        "X_1, X_2 may stand for blocks; Slepian and Wolf's theorem attains it there.",
        statement,
        [d.certificate()],
        wrong,
    )


@claim(
    "ours-slepian-wolf-met",
    paper="ours",
    where="beside Sec. 4.4",
    kind="lemma",
    verdict="proved",
    rests_on=("ours-lossless-codes",),
    statement="The bounds of separate lossless codes are met, on instances: X_1 uniform on Z_4, X_2 = X_1 or X_1 + 1. The "
    "parity of X_1 beside X_2 makes H(C_1) = H(X_1|X_2), H(C_2) = H(X_2); two such pairs, the parts exchanged, have "
    "equal rates of H(X_1,X_2)/2 each.",
    note="That blocks of any source come as near as one likes is Slepian and Wolf's theorem (IEEE Trans. Inform. Theory 19, "
    "1973), a limit theorem that is cited here, not derived.",
)
def slepian_wolf_met():
    """The neighbours ask one bit less than the bound."""
    one = {(x, (x + e) % 4, x % 2, (x + e) % 4): "1/8" for x in range(4) for e in (0, 1)}
    two = {
        (4 * x + u, 4 * y + v, 4 * (x % 2) + u, 2 * y + v % 2): str(sp.Rational(p) * sp.Rational(q))
        for (x, y, *_), p in one.items()
        for (u, v, *_), q in one.items()
    }
    corner = [eq(H("C1"), H("X1|X2")), eq(H("C2"), H("X2"))]
    equal = [eq(2 * H("C1"), H("X1,X2")), eq(2 * H("C2"), H("X1,X2"))]
    out = []
    for atoms, rates, words in (
        (one, corner, "A corner of the region."),
        (two, equal, "Equal rates, no excess."),
    ):
        statement = imbalance.lossless_codes()[0]
        met = exists(*statement["forall"], given=statement["given"], then=both(*rates))
        less = exists(
            *statement["forall"], given=statement["given"], then=le(H("C1") + H("C2") + 1, H("X1,X2"))
        )
        d = Derivation(less)
        d.shannon(le(1, 0), ["X1", "X2", "C1", "C2"], *less["given"], less["then"])
        wrong = Reading("One bit less in all.", less, [d.certificate()])
        out.append(Reading(words, met, [witness(W=law(atoms, "X1", "X2", "C1", "C2"))], wrong))
    return out


@claim(
    "ours-equal-rate-excess",
    paper="ours",
    where="beside Sec. 4.4",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-lossless-codes",),
    statement="The least total of two equal rates in Slepian and Wolf's region is max(0, |H_1 - H_2| - I(X_1;X_2)) bits "
    "above H(X_1,X_2).",
)
def equal_rate_excess():
    statement, d = imbalance.equal_rate_excess()
    left = statement["then"][1]
    distance = ["abs", formal(H("X1") - H("X2"))]
    nested = {(a, 2 * a + b): "1/4" for a in (0, 1) for b in (0, 1)}
    wrong = false_neighbour(
        "All of the gap, whatever is shared: X_1 is one of the two bits of X_2.",
        statement,
        ["=", left, distance],
        W=law(nested, "X1", "X2"),
    )
    return Reading(
        "The least total of two equal rates in the region of the lemma, less H(X_1,X_2).",
        statement,
        [d.certificate()],
        wrong,
    )


def copies(count: int) -> dict:
    """One fair bit, in every modality."""
    atoms = {(*[b] * count, 1): "1/2" for b in (0, 1)}
    return world(atoms, {(b,) * count: "a" for b in (0, 1)}, {"a": [1]})


def independent(count: int) -> dict:
    """Fair bits, independent of each other."""
    bits = [tuple(n >> i & 1 for i in range(count)) for n in range(2**count)]
    return world({(*b, 1): f"1/{2**count}" for b in bits}, dict.fromkeys(bits, "a"), {"a": [1]})


ORDERED, PAIRS = "I_cross over ordered pairs, as (6) writes it.", "I_cross over pairs m < m'."


@claim(
    "ours-kappa-range",
    paper="ours",
    where="Sec. 4.2, eq. (6), repaired",
    kind="theorem",
    verdict="proved",
    statement="For M >= 2 modalities, not all constant: (2 - M)/(M - 1) <= kappa <= 1/(M - 1); with I_cross over pairs "
    "m < m', (3 - M)/(2(M - 1)) <= kappa <= 1/(M - 1). All four ends are attained.",
)
def kappa_range():
    """Three copies of one bit have kappa = -1/2; three pairs m < m' of them have kappa = 0."""
    out = []
    for ordered, words in ((True, ORDERED), (False, PAIRS)):
        statement, d = redundancy.kappa_range(ordered)
        bound = 0 if ordered else imbalance.sp.Rational(1, 2)
        wrong = false_neighbour(
            f"kappa >= {bound}, which M = 2 has.",
            statement,
            ge(redundancy.kappa(ordered), bound),
            N=1,
            M=3,
            W=copies(3),
        )
        out.append(Reading(words, statement, [d.certificate()], wrong))
    return out


@claim(
    "ours-kappa-ends",
    paper="ours",
    where="Sec. 4.2, eq. (6), repaired",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-kappa-range",),
    statement="Modalities that determine each other have the least kappa, pairwise independent ones the greatest.",
)
def kappa_ends():
    out = []
    for ordered, words in ((True, ORDERED), (False, PAIRS)):
        for theorem, wrong_end, what in (
            (redundancy.kappa_of_copies, 1, "Copies: "),
            (redundancy.kappa_of_independent, 0, "Independent: "),
        ):
            statement, d = theorem(ordered)
            wrong = false_neighbour(
                "The other end.",
                statement,
                eq(redundancy.kappa(ordered), redundancy.kappa_ends(ordered)[wrong_end]),
                N=1,
                M=2,
                W=(independent if wrong_end == 0 else copies)(2),
            )
            out.append(Reading(what + words, statement, [d.certificate()], wrong))
    return out


@claim(
    "ours-total-correlation-ratio",
    paper="ours",
    where="beside eq. (6)",
    kind="theorem",
    verdict="proved",
    statement="(sum_m H_m - H(X)) / (sum_m H_m - max_m H_m) lies in [0, 1] wherever two entropies are positive.",
)
def total_correlation():
    out = []
    for count in (2, 3, 4):
        statement, d = redundancy.total_correlation_ratio(count)
        ratio = statement["then"][1][1]
        copied = law({(b,) * count: "1/2" for b in (0, 1)}, *[f"X{i}" for i in range(1, count + 1)])
        wrong = false_neighbour("Below 1 always; copies reach it.", statement, lt(ratio, 1), W=copied)
        out.append(Reading(f"M = {count}.", statement, [d.certificate()], wrong))
    return out
