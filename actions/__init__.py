"""Actions: who does what, with whom, until when, and what became of it.

An action knows its touchpoint but no meeting: whoever decides on one keeps the link.
"""
