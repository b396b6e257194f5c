"""The team that `make start` shows: a company's story, told through the same deeds that people use.

`making` begins it. What is told stands in `story`, `details` and `heard`; each other module acts out one part of it.
"""

from config.demo.making import create_demo

__all__ = ["create_demo"]
