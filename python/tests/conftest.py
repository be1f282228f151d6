"""What the tests share: the articles of corpus/ and the program to compare with."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="session")
def binary():
    """The program: EPITOME_BIN, else built here."""
    told = os.environ.get("EPITOME_BIN")
    if told:
        return Path(told)
    if shutil.which("cargo") is None:
        pytest.skip("no program to compare with: set EPITOME_BIN or install cargo")
    built = subprocess.run(
        ["cargo", "build", "--locked", "--bin", "epitome", "--message-format=json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    messages = [json.loads(line) for line in built.stdout.splitlines() if line.startswith("{")]
    return Path([message["executable"] for message in messages if message.get("executable")][-1])


@pytest.fixture(scope="session")
def records(binary):
    """The records that the program writes for these arguments."""

    def run(*arguments):
        done = subprocess.run(
            [binary, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode in (0, 1), done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


@pytest.fixture(scope="session")
def wheat():
    return (CORPUS / "en" / "wheat-exchange.txt").read_text(encoding="utf-8")


def in_chars(record):
    """The record with spans in characters; it carries its text."""
    text = record.pop("text").encode("utf-8")
    for sentence in record["summary"]:
        for end in ("start", "end"):
            sentence[end] = len(text[: sentence[end]].decode("utf-8"))
    return record
