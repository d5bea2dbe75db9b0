"""The checker: accepts a pair (formal statement, certificate) or says why not; it imports nothing of ours."""

from checks.verify.judge import Accepted, judge
from checks.verify.terms import Rejected

__all__ = ["Accepted", "Rejected", "judge"]
