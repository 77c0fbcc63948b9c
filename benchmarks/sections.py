"""The sections of the page by name, in order."""

from benchmarks.section_check import BIG, CHECK
from benchmarks.section_small import SMALL, START
from benchmarks.section_write import FILL, RUN

SECTIONS = {"check": CHECK, "big": BIG, "fill": FILL, "run": RUN, "small": SMALL, "start": START}
