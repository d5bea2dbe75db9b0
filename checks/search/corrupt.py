"""Corruptions of plain data: one place of a certificate put wrong."""

import copy
from random import Random
from typing import Any

DEEP: Any = 0
for _ in range(200):
    DEEP = [DEEP]
HOSTILE: tuple[Any, ...] = (
    None, True, -1, 0, 10**9, 2**30_000, float("nan"), float("inf"), 0.5, "", "x", "1/0", "1/3", "٣", "9" * 5000, [], {},
    [[]], ["+"], ["/", 1, 0], ["sum", "k", 1, 10**12, "k"], ["^", 10, 10**9], ["H", ["Y"]], DEEP,
)  # fmt: skip


def places(x: Any, path: tuple = ()) -> list[tuple]:
    """Paths of all parts of nested lists and dictionaries, the root left out."""
    items = x.items() if isinstance(x, dict) else enumerate(x) if isinstance(x, list) else ()
    return [found for k, y in items for found in ((*path, k), *places(y, (*path, k)))]


def corrupted(data: Any, random: Random) -> tuple[Any, str]:
    """A copy with one place put wrong, and what was done: drop, repeat, swap, step, replace, rename, add."""
    out = copy.deepcopy(data)
    path = random.choice(places(out))
    holder = out
    for key in path[:-1]:
        holder = holder[key]
    last, how = (
        path[-1],
        random.choice(("drop", "repeat", "swap", "step", "step", "replace", "borrow", "add")),
    )
    old = holder[last]
    if how == "drop":
        del holder[last]
    elif how == "repeat" and isinstance(holder, list):
        holder.insert(last, copy.deepcopy(old))
    elif how == "swap" and isinstance(holder, list) and len(holder) > 1:
        other = random.randrange(len(holder))
        holder[last], holder[other] = holder[other], holder[last]
    elif how == "step" and _number(old) is not None:
        holder[last] = _stepped(old, random)
    elif how == "add" and isinstance(old, dict | list):
        old.update({"more": 1}) if isinstance(old, dict) else old.append(
            copy.deepcopy(random.choice(HOSTILE))
        )
    elif how == "borrow":
        donor = out
        for key in random.choice(places(out)):
            donor = donor[key]
        holder[last] = copy.deepcopy(donor)
    else:
        how, holder[last] = "replace", copy.deepcopy(random.choice(HOSTILE))
    return out, how


def _number(x: Any) -> int | None:
    if isinstance(x, int) and not isinstance(x, bool):
        return x
    text = x.partition("/")[0] if isinstance(x, str) else ""
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 4000 else None


def _stepped(x: Any, random: Random) -> Any:
    """A number, or a fraction's numerator, off by one, or of the other sign."""
    n = _number(x)
    assert n is not None
    stepped = random.choice((n + 1, n - 1, -n - 1))
    return stepped if isinstance(x, int) else "/".join([str(stepped), *x.split("/")[1:]])
