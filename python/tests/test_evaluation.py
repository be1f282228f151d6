"""ROUGE, with figures counted by hand."""

import pytest

import epitome


def test_figures():
    rouge = epitome.rouge("The dogs barked.\nNobody came.", "A dog was barking\nand nobody came")
    assert rouge["rouge1"]["f1"] == pytest.approx(2 * 4 / 12)
    assert rouge["rouge2"]["f1"] == pytest.approx(0.2)
    assert set(rouge) == {"rouge1", "rouge2", "rougeLsum"} and rouge["rouge1"]["precision"] == 0.8


def test_many_and_several_references():
    one = epitome.rouge("a cat", ["a dog", "a cat"])
    assert one["rouge2"]["f1"] == 1.0
    assert epitome.rouge(["a cat", ["a", "cat"]], [["a dog", "a cat"], "a\ncat"]) == [one, one]
    assert epitome.rouge([], []) == []


def test_a_result_is_a_candidate():
    result = epitome.Summarizer(sentences=1).summarize(epitome.Article("Bees swarm.", kind="body"))
    assert epitome.rouge(result, "Bees swarm.")["rougeLsum"]["f1"] == 1.0
    assert epitome.rouge([result], ["Bees swarm."])[0]["rougeLsum"]["f1"] == 1.0


def test_languages():
    assert epitome.rouge("Hunde bellen", "Hund bellt", language="de")["rouge1"]["f1"] > 0
    with pytest.raises(epitome.InvalidOptionError):
        epitome.rouge("a", "b", language="xx")


def test_lengths_that_differ():
    with pytest.raises(epitome.InvalidOptionError, match="2 candidates and 1 references"):
        epitome.rouge(["a", "b"], ["a"])
