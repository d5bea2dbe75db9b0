# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   rankrate:
#     about: What the checker trusts, error rates where the answer is known, what was not checked, every number again.
#     benchmarks: all
#     claims: all
#     order: 7
# ---

# %% [markdown]
# # Can you trust this?
#
# What a verdict rests on, how often the procedures err where the answer is known, what agrees with outside tools, what
# was not checked and why, and how to get every number again.

# %%
import ast
import platform
from collections import Counter
from html import escape
from pathlib import Path

import numpy as np

import reports
from checks.search.planted import IN_WORDS
from checks.two_sided import counterpart
from checks.verdicts import OPPOSITE
from checks.verify.rules import axioms
from reports.parts import benchmarks, inputs, runs
from reports.parts.derivation import RULES
from reports.parts.figure import BLUE, GREEN, INK, ORANGE, figure
from reports.parts.html import Html, badge, table, tag
from reports.parts.mathml import typed
from reports.parts.overview import cite

records = inputs.verdicts()
ROOT = Path(reports.__file__).resolve().parents[1]
readings = [x for r in records for x in r["readings"]]

# %% [markdown]
# ## What must be believed
#
# A verdict is made by `checks/verify/`, which imports nothing else of this project: Python's integers and fractions,
# and python-flint's intervals. Whatever finds a proof or a counterexample (SymPy, linear programs, SMT, random search,
# a GPU) is not believed: what it finds is data that the checker accepts or rejects. So believe these lines, Python,
# python-flint, the classical theorems below, and, for each claim, that its formal statement is what the paper means.
# That last step is the reader's: statement and quotation stand side by side in each entry.

# %%


def lines_of_code(path):
    """Lines that hold code: no blanks, comments or docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    words = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(
            node, clean=False
        ):
            words |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines = path.read_text(encoding="utf-8").splitlines()
    return sum(bool(x.strip()) and x.strip()[0] != "#" and k not in words for k, x in enumerate(lines, 1))


FOLDERS = {
    "checks/verify": "the checker", "theory": "derivations, bounds, exact curves, proof engines",
    "simulate": "sources, codes, ranking, studies", "checks": "the claims and their bookkeeping",
    "reports": "these pages", "tests": "tests",
}  # fmt: skip
counted = {name: {p: lines_of_code(p) for p in sorted((ROOT / name).rglob("*.py"))} for name in FOLDERS}
counted["checks"] = {p: n for p, n in counted["checks"].items() if p not in counted["checks/verify"]}
rows = [
    [tag("code", name + "/"), words, str(len(counted[name])), f"{sum(counted[name].values()):,}"]
    for name, words in FOLDERS.items()
]
table(
    ("folder", "", "files", "lines of code"),
    rows,
    "What there is, and how little of it is trusted",
    "plain numbers words",
)

# %%
cited = Counter(name for r in records for name in r["axioms"])
rows = [
    [
        escape(name.replace("_", " ")),
        typed(a["words"]) + " " + tag("cite", escape(a["reference"])),
        str(cited[name]),
    ]
    for name, a in axioms().items()
]
table(("theorem", "what it says, and where", "claims"), rows, "The closed list of classical theorems that a derivation may cite", "plain numbers words")  # fmt: skip

# %%


def steps(proof):
    """All steps of a proof with those inside them, and those of its lemmas."""
    for s in proof.get("steps", []):
        yield s
        for part in ("steps", "then", "otherwise", "first", "onward"):
            if isinstance(s.get(part), list):
                yield from steps({"steps": s[part]})
    for lemma in proof.get("lemmas", []):
        yield from steps(lemma["proof"])


proofs = [
    p for x in readings for c in x["certificates"] for p in (c, c.get("proof", {}), c.get("implies", {}))
]
used = Counter(s["by"] for p in proofs for s in steps(p))
kinds = Counter(c["kind"] for x in readings for c in x["certificates"])
rows = [[escape(RULES[rule]), f"{n:,}"] for rule, n in used.most_common()]
left = table(("rule", "steps"), rows, "Steps of all derivations by rule", "plain numbers")
rows = [[kind, str(n)] for kind, n in kinds.most_common()]
Html(
    tag(
        "div",
        left + table(("certificate", "number"), rows, "Certificates by kind", "plain numbers"),
        class_="side",
    )
)

# %% [markdown]
# ## Does the procedure tell true from false?
#
# Next to a reading stands a neighbour: the same statement with one thing changed, judged by the same procedure, which
# must come out the other way; for a refuted claim its proved repair does that service. A checker that accepted
# everything, or a statement too weak to fail, would show here.

# %%
beside = [counterpart(r, records) for r in records if r["verdict"] in OPPOSITE]
rows = []
for verdict in dict.fromkeys(v for _, v, _, _ in beside):
    group = [(found, goes) for _, v, found, goes in beside if v == verdict]
    none = sum(found == "none" for found, _ in group)
    other = sum(goes for _, goes in group)
    rows.append([badge(verdict), *map(str, (len(group), other, len(group) - other - none, none))])
head = ("verdict", "claims", "the other way", "the same way", "nothing beside")
shown = table(head, rows, "What stands beside each claim: neighbour or repair", "plain numbers")
stated = [
    x for one in readings for x in (one, one["neighbour"]) if x and x["verdict"] in ("proved", "vacuous")
]
stated = [x for x in stated if "forall" in x["formal"] and x["formal"].get("given")]
told = (
    f"{len(stated)} statements are proved, or say nothing, under hypotheses; with "
    f"{sum('values' in x['certificates'][0] for x in stated)} stands an instance at which the checker finds all "
    "hypotheses true: they are about something."
)
Html(shown + tag("p", told, class_="source"))

# %% [markdown]
# The other way about, errors are planted in this project's own theorems (one per cent off, a sign flipped, a strict
# sign, min for max) and searched for a certified violation (`python -m checks.trial`): at the theorem's tight instances
# first, then at random. A theorem with room to spare survives a loss of 1%, and where a hypothesis has no rational
# solution no instance shows anything: then a derivation settles it, which the checker accepts as any other.

# %%
measured = {name: benchmarks.benchmark(name) for name in benchmarks.names()}
theorems = measured["theorems_on_trial"]["theorems"]
ACCOUNTS = ("holds at no instance", "still a theorem", "still a theorem, in words")
planted = {}
for mutant in (m for t in theorems for m in t["mutants"]):
    outcome = "found" if mutant["found"] else mutant["account"] or "survives"
    planted.setdefault(mutant["error"].partition(" in part")[0].rstrip(" 0123456789"), Counter())[
        outcome
    ] += 1
columns = ("found", *ACCOUNTS, "survives")
rows = [[escape(error), str(sum(n.values())), *[str(n[c]) for c in columns]] for error, n in planted.items()]
head = (
    "planted error",
    "planted",
    "violation found",
    "proved to hold nowhere",
    "proved a theorem still",
    "the same, in words",
    "survives",
)
unmet = [t["id"] for t in theorems if not t.get("satisfying")]
told = (
    f"{len(theorems)} theorems, {sum(t['instances'] for t in theorems):,} instances, "
    f"{sum(t.get('satisfying', 0) for t in theorems):,} of them with every hypothesis met; "
    f"theorems violated: {sum(t['violation'] is not None for t in theorems)}. "
    + (
        "No random instance met the hypotheses of " + ", ".join(cite(records, id) for id in unmet) + "."
        if unmet
        else ""
    )
)
Html(table(head, rows, "Errors planted in our theorems", "plain numbers") + tag("p", told, class_="source"))

# %%
rows = [[cite(records, id), escape(error), typed(words)] for (id, error), words in IN_WORDS.items()]
table(
    ("theorem", "planted error", "why it is true still"),
    rows,
    "Planted errors that are argued in words alone",
    "plain words",
)

# %% [markdown]
# Certificates are corrupted, one place at a time (`python -m checks.fuzz`); those still valid have a change that does
# not matter, as an unused step.

# %%
fuzzed = measured["fuzzed_certificates"]
rows = [[escape(outcome), f"{n:,}"] for outcome, n in fuzzed["outcomes"].items()]
words = f"{fuzzed['inputs']:,} corrupted certificates from {fuzzed['originals']} of the register, seed {fuzzed['seed']}"
told = f"The slowest took {fuzzed['slowest, seconds']:g} s, the whole at most {fuzzed['peak memory, MiB']} MiB; wrong outcomes: {len(fuzzed['wrong'])}."
Html(table(("outcome", "certificates"), rows, words, "plain numbers") + tag("p", told, class_="source"))

# %% [markdown]
# The code itself is put wrong, too, one place at a time (`python -m tests.mutation`), the checker's first: a guard that
# raises or a call for its effect is left out (`--guards`); or, all else, a comparison, sign, connective, constant or
# condition is changed. The tests should notice; what they did not notice is listed. Where fewer were tried than there
# are, they are a sample, or the rest was not reached.

# %%
mutated = measured.get("mutated_code", {"files": []})
rows = [
    [
        tag("code", m["file"]) + f", {m['kind']}",
        *[f"{m[k]:,}" for k in ("mutants", "tried", "killed")],
        str(len(m["survivors"])),
    ]
    for m in mutated["files"]
]
head = ("file, and what is changed", "possible", "tried", "noticed", "not noticed")
out = table(head, rows, "Errors planted in the code", "plain numbers") if rows else ""
rows = [
    [
        tag("code", Path(m["file"]).name) + ": " + tag("code", escape(one["line"])),
        tag("code", escape(one["old"])),
        escape(one["why"]),
    ]
    for m in mutated["files"]
    for one in m["survivors"]
]
out += (
    table(
        ("place", "what was changed or left out", "why that does no harm, or what is missing"),
        rows,
        "Not noticed",
        "plain words",
    )
    if rows
    else ""
)
Html(out)

# %% [markdown]
# ## A second opinion
#
# What the checker has accepted is asked again of tools that share nothing with it (`python -m checks.second_opinion`):
# z3 with SymPy, whether a step follows from what it uses, and whether an instance is one; mpmath's intervals, whether
# hypotheses and conclusion are what they should be at an instance, in a case or on a box; dit, the entropies of a world;
# Hoeffding's inequality, whether a sample suffices. A disagreement would be a failure. No opinion means that the tool
# cannot tell: most often the step turns on logarithms or sums, which z3 takes as unknowns.

# %%
opinion = measured.get("second_opinion", {"kinds": []})
rows = [
    [
        escape(r["kind"]),
        escape(r["tool"]),
        *[f"{n:,}" for n in (r["agree"], r["disagree"], sum(r["no opinion"].values()))],
    ]
    for r in opinion["kinds"]
]
head = ("what", "tool", "agrees", "disagrees", "no opinion")
out = tag("p", "It has not been stored yet.", class_="source none")
if rows:
    versions = ", ".join(f"{k} {v}" for k, v in opinion["machine"].items())
    told = tag("p", escape(f"{opinion['claims']} claims, {opinion['date']}: {versions}."), class_="source")
    out = table(head, rows, "The second opinion", "plain numbers") + told
Html(out)

# %% [markdown]
# ## Are refuted claims refuted again from nothing?
#
# The search of `python -m checks.falsify` knows a claim's formal statement and nothing of its certificate. Each refuted
# claim was given to it for a few seconds (`python -m checks.refind`). What is not found is refuted by its certificate
# all the same; it shows where the search is weak: instances with many equations, or with a large sample size.

# %%
refound = measured["refound"]
outcomes = Counter(r["outcome"] for r in refound["claims"])
rows = [[escape(outcome), str(n)] for outcome, n in outcomes.most_common()]
words = f"{len(refound['claims'])} refuted claims, {refound['seconds']} s each, {refound['date']}"
out = table(("outcome", "claims"), rows, words, "plain numbers")
missed = [
    cite(records, r["id"]) for r in refound["claims"] if r["outcome"] in ("not found in time", "not drawn")
]
Html(out + tag("p", "Not found or not drawn: " + ", ".join(missed) + ".") if missed else out)

# %% [markdown]
# ## False alarms and detections of the statistics
#
# A sweep compares samples with bounds. Here the answer is known: of 10,000 comparisons each either sits exactly on its
# bound (every alarm is false) or exceeds it by a planted amount; each is looked at ten times as samples double. The
# sweep uses the corrected e-value; a normal interval at 5% is shown for contrast.

# %%
found = runs.run("calibration")
WAYS = {
    "normal_interval": ("normal interval, 5%", ORANGE, "v"), "alone": ("e-value alone, 5%", GREEN, "^"),
    "benjamini_hochberg": ("e-values, false discovery rate", INK, "s"), "bonferroni": ("e-values, whole sweep", BLUE, "o"),
}  # fmt: skip
shares = {}
for p, m in found.measured() if found else []:
    shares.setdefault(p["planted"], []).append({way: m[way] / m["comparisons"] for way in WAYS})


def draw(axes):
    planted = sorted(shares)
    for way, (words, color, marker) in WAYS.items():
        mean = [np.mean([one[way] for one in shares[p]]) for p in planted]
        axes.plot(planted, mean, color=color, marker=marker, ms=4.5, lw=1.2, label=words)
    axes.legend(loc="lower right", frameon=False, fontsize=9)
    axes.set(
        xlabel="planted excess of the mean reciprocal rank",
        ylabel="share that raises an alarm",
        ylim=(-0.03, 1.05),
    )
    axes.set_xticks(planted)


shown = figure(
    "calibration", draw, height=3.1,
    alt="Share of comparisons that raise an alarm against the planted excess, for the normal interval, e-values alone, "
    "and e-values corrected for the sweep.",
    caption="At 0 every alarm is false. Each point is the mean over runs of 10,000 comparisons, two kinds of rank law.",
) if len(shares) > 1 else ""  # fmt: skip
rows = [
    [f"{p:g}", *[f"{np.mean([one[way] for one in shares[p]]):.4f}" for way in WAYS]] for p in sorted(shares)
]
numbers = table(("planted", *[words for words, *_ in WAYS.values()]), rows, "Share of comparisons that raise an alarm", "plain numbers") if rows else ""  # fmt: skip
Html(shown + numbers + runs.source(found, "calibration"))

# %% [markdown]
# ## Speed, and agreement with outside tools
#
# Measured once, on the machine and day named; ratios of processor time in the same run travel, absolute times do not.

# %%
rows = [
    [
        tag("code", name),
        b["date"],
        escape(b["device"]),
        escape(", ".join(f"{k} {v}" for k, v in b["machine"].items())),
    ]
    for name, b in measured.items()
    if "machine" in b
]
Html(
    table(
        ("benchmark", "date", "device", "machine"), rows, "What was measured, when and where", "plain words"
    )
    + benchmarks.source(*measured)
)

# %%
out = ""
if "ranking" in measured:
    PEERS = {"tiled_torch": "torch, tiled", "sorted_numpy": "NumPy, sorted", "sorted_torch": "torch, sorted", "searched_faiss": "faiss search",
             "torchmetrics_mrr": "torchmetrics", "ranx_mrr": "ranx"}  # fmt: skip
    sizes = measured["ranking"]["results"]["sizes"]
    head = ("ranks of the true documents", *[f"{s['queries']:,} × {s['documents']:,}" for s in sizes])
    rows = [["ours, exact with ties", *[f"{s['ratio_exact_ranks_with_ties']['generic']:.1f}" for s in sizes]]]
    rows += [[words, *[f"{s['ratio_peers'][peer]:.1f}" for s in sizes]] for peer, words in PEERS.items()]
    rows.append(
        [
            "wrong ranks among those checked, ours",
            *[f"{s['wrong_ranks']['exact_kernel']} of {s['wrong_ranks']['checked']:,}" for s in sizes],
        ]
    )
    out += table(
        head,
        rows,
        "Processor time over that of the matrix product alone (queries × documents)",
        "plain numbers",
    )
if "table1" in measured:
    results = measured["table1"]["results"]
    out += tag(
        "p",
        f"The whole grid of Table 1 (five readings of the experiment, five trials each, {results['pairs']:,} pairs, every code, "
        f"decoder and rate) takes {results['whole_grid_cpu_minutes']:.1f} minutes of processor time.",
    )
if "encoding" in measured:
    rows = [
        [
            str(c["bits"]),
            f"{c['ours_ns']:.1f}",
            f"{c['times_faster']:.0f}",
            f"{c['one_table']['ours_ns']:.1f}",
            f"{c['one_table']['times_faster']:.0f}",
        ]
        for c in measured["encoding"]["results"]["cells"]
    ]
    head = ("bits", "a table a column: ns a value", "times faster", "one table: ns a value", "times faster")
    out += table(
        head, rows, "Cutting 10⁵ × 128 values into cells, against numpy.searchsorted", "plain numbers"
    )
if "rate_distortion" in measured:
    results = measured["rate_distortion"]["results"]
    points = [row for group in results.values() if isinstance(group, list) for row in group if "dit" in row]
    rows = [
        [
            escape(str(row["law"])),
            f"{row['price']:g}",
            f"{row['width, bits']:.1e}",
            f"{row['dit']['off by']:.1e}",
            f"{row['squared']['gap']:.1e}",
            f"{row['dit']['times slower']:.0f}",
        ]
        for row in points
    ]
    head = ("law", "price", "our width, bits", "dit off by", "Blahut–Arimoto gap", "dit, times slower")
    out += (
        table(
            head,
            rows,
            "Exact rate: our enclosure, dit, and Blahut–Arimoto (squared extrapolation) with its duality gap",
            "plain numbers",
        )
        if rows
        else ""
    )
if "falsifier" in measured:
    results = measured["falsifier"]["results"]
    rows = [
        [f"{r['documents']} × {r['symbols']} × {r['codewords']}", f"{r['ratio']:.1f}"]
        for r in results["rates"]
    ]
    head = ("documents × symbols × codewords", "times as many worlds a second")
    out += table(head, rows, "The falsifier's batches over a plain NumPy loop", "plain numbers")
    rows = [
        [cite(records, r["claim"]), f"{r['seconds']:.1f}", "yes" if r["certified"] else "no"]
        for r in results["cold starts"]
    ]
    out += table(
        ("claim", "seconds", "certified"),
        rows,
        "From the command to a certified counterexample",
        "plain numbers",
    )
Html(out)

# %% [markdown]
# ## What was not checked, and why

# %%
rows = [
    [
        cite(records, r["id"]),
        typed(r["statement"]),
        typed(r["untestable"]["reason"]),
        typed(r["untestable"]["would_need"]),
    ]
    for r in records
    if r["untestable"]
]
table(
    ("claim", "what it says", "why not", "what it would need"), rows, "", "claims grounds"
) if rows else Html("")

# %% [markdown]
# Beyond these: the checker judges formal statements, and whether one renders its sentence well is for readers to say;
# claims of the supplement and of the second paper rest on the text that is public; a sampled verdict has the error
# probability that it states. Where the text has been converted from a PDF, an entry says what the conversion may have
# spoiled.
#
# ## Every number again
#
# Each entry names its one-line command; each figure from a run names study, size, seed, device and versions below it.
# The whole:

# %%
VERSIONS = ("numpy", "scipy", "sympy", "flint", "matplotlib")
commands = [
    ("every verdict", "pytest checks/ --verdicts runs/verdicts.json"),
    ("every certificate again, by the checker alone", "python -m checks.verify runs/verdicts.json"),
    ("a second opinion (extras find and peers)", "python -m checks.second_opinion"),
    ("what stands beside each claim", "python -m checks.two_sided runs/verdicts.json"),
    ("instances of the hypotheses", "python -m checks.instances"),
    ("our theorems on trial", "python -m checks.trial --instances 1000000"),
    ("corrupted certificates", "python -m checks.fuzz"),
    ("refuted claims again", "python -m checks.refind --seconds 4"),
    ("errors in our code", "python -m tests.mutation checks/verify/*.py theory/*.py"),
    ("the falsifier's speed", "python -m tests.benchmarks.falsifier"),
    ("stored numbers again", "python -m simulate.recheck reports/runs/*.sqlite"),
    ("the quick runs", "python -m simulate.sweep --quick --out runs/quick.sqlite"),
    ("these pages", "python -m reports.build --verdicts runs/verdicts.json --run runs/quick.sqlite"),
    ("are these pages stale?", "python -m reports.build --check"),
]
rows = [[words, tag("code", escape(command))] for words, command in commands]
made = ", ".join(
    [f"Python {platform.python_version()}", *[f"{name} {__import__(name).__version__}" for name in VERSIONS]]
)
Html(
    table(("what", "command"), rows, "", "plain words")
    + tag("p", f"This page was made with {escape(made)}.", class_="source")
)
