"""Measures what the speed bars name: `python -m bench` prints a line for each figure and writes results.json.

Every theme has its file. Its figures stand beside a floor taken in the same run, because only the ratio travels
from one machine to another.
"""
