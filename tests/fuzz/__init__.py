"""A seeded fuzzer of workbooks: real and made ones, damaged in their bytes and in their XML, through every door.

`python -m tests.fuzz --seed S --number N --keep FILE` makes one mutant again.
"""
