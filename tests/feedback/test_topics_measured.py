"""The figures about the reader follow from the labelled set, and it is not allowed to get worse unseen."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from feedback.topics import measuring, ready_made
from feedback.topics.measuring import Comment, Score


def comment(polarity: str, *topics: str) -> Comment:
    return Comment("", polarity, frozenset(topics))


def test_a_small_example_worked_out_by_hand() -> None:
    right = [comment("negative", "price"), comment("negative"), comment("positive", "price"), comment("neutral")]
    found = [comment("negative", "price"), comment("neutral", "price"), comment("positive"), comment("negative")]
    scores = measuring.by_polarity(right, found)
    assert scores["negative"] == Score(hits=1, false=1, missed=1)
    assert (scores["negative"].precision, scores["negative"].recall, scores["negative"].n) == (0.5, 0.5, 2)
    assert (scores["mixed"].precision, scores["mixed"].recall) == (None, None)
    together = measuring.micro(scores.values())
    assert (together.n, together.precision, together.recall) == (4, 0.5, 0.5)
    assert measuring.macro(scores.values()) == ((0.5 + 1 + 0) / 3, (0.5 + 1 + 0) / 3)
    assert measuring.by_topic(right, found)["price"] == Score(hits=1, false=1, missed=1)


def test_the_set_is_large_labelled_and_split_by_place() -> None:
    comments, keys = measuring.labelled(), {topic["key"] for topic in ready_made.topics()}
    assert len(comments) >= 190 and len({one.text for one in comments}) == len(comments)
    assert {one.polarity for one in comments} == set(measuring.POLARITIES)
    assert set().union(*(one.topics for one in comments)) == keys
    halves = measuring.halves(comments)
    assert halves["tuned"][1] is comments[2] and halves["held back"][0] is comments[1]


def test_the_command_prints_what_the_set_gives(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("measure_topics")
    printed = capsys.readouterr().out
    for name, comments in measuring.halves(measuring.labelled()).items():
        assert f"{name}: {len(comments)} comments" in printed
    held_back = [line.split() for line in printed.partition("held back")[2].splitlines()]
    comments = measuring.halves(measuring.labelled())["held back"]
    found = [one.polarity for one in measuring.read(comments)]
    pairs = [(one.polarity, guess) for one, guess in zip(comments, found, strict=True)]
    hits, n = pairs.count(("negative", "negative")), [right for right, _guess in pairs].count("negative")
    told = ["negative", str(n), f"{hits / found.count('negative'):.2f}", f"{hits / n:.2f}"]
    assert told in held_back


def test_it_reads_what_it_was_not_tuned_to_as_well_as_the_readme_says() -> None:
    comments = measuring.halves(measuring.labelled())["held back"]
    found = measuring.read(comments)
    polarity, topics = measuring.by_polarity(comments, found), measuring.by_topic(comments, found)
    assert polarity["negative"].n == 44 and polarity["positive"].n == 37
    assert (polarity["negative"].recall or 0) >= 0.7
    assert (polarity["negative"].precision or 0) >= 0.9
    assert (polarity["positive"].recall or 0) >= 0.85
    assert (measuring.micro(topics.values()).recall or 0) >= 0.8
    assert (measuring.micro(topics.values()).precision or 0) >= 0.65
