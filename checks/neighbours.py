"""False statements beside true ones: the same parameters and hypotheses, another conclusion, a witness against it."""

from typing import Any

from checks.register import Reading
from theory.proof.formal import Formal, forall
from theory.proof.worlds import witness


def false_neighbour(
    words: str, statement: dict, conclusion: Formal = None, *, without: Formal = None, **instance: Any
) -> Reading:
    """The statement with another conclusion, or without one hypothesis, refuted at an instance."""
    given = [r for r in statement["given"] if r != without]
    then = statement["then"] if conclusion is None else conclusion
    return Reading(words, forall(*statement["forall"], given=given, then=then), [witness(**instance)])
