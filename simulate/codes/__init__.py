"""Codes: what a query is turned into, how many bits that takes, and what the decoder gets back.

`code` is what every code offers (`encode`, `decode`), `allocation` deals out bits, `cells` cuts one coordinate, `transform` codes vectors coordinate by coordinate
in a basis, `catalogue` names the codes, `bits` says what a code costs in each meaning of bits, `peers` wraps
the codes of faiss for comparison.
"""
