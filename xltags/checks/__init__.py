"""The checks, one file each. `run_checks` runs them over a dataset; `CHECKS` lists them by code."""

from xltags.checks.registry import CHECKS, Check, check, load_checks, run_checks, run_review_checks

__all__ = ["CHECKS", "Check", "check", "load_checks", "run_checks", "run_review_checks"]
