"""Workbooks on disk, one or many: what the command line and CI do, as functions."""
