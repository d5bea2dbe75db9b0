"""Untrusted engines that find certificates; the checker in `checks.verify` has the last word."""
