"""Findings as a terminal, JSON and other readers want them."""
