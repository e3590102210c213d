import os
import subprocess
import sys

import pytest


def said(home, *arguments, **environment):
    """Run ./laerling's program in an environment of its own, and return its exit code and what it said on stderr."""
    finished = subprocess.run(
        [sys.executable, "-m", "laerling", *arguments],
        env={"PATH": os.environ["PATH"], "LAERLING_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.stdout == ""
    return finished.returncode, finished.stderr


@pytest.mark.parametrize("command", [("draw_sample",), ("demo", "--port", "9560"), ("database", "start")])
def test_home_that_cannot_be_written_in_is_named_in_one_sentence(tmp_path, command):
    home = tmp_path / "taken"
    home.touch()
    code, sentence = said(home, *command)
    assert (code, sentence) == (1, f"LAERLING_HOME names {home}, and nothing can be written there: File exists.\n")


@pytest.mark.parametrize("command", [("draw_sample",), ("demo", "--port", "9560")])
def test_database_out_of_reach_is_told_in_one_sentence(tmp_path, command):
    code, sentence = said(tmp_path, *command, DATABASE_URL="postgresql://somebody:hemmelig@127.0.0.1:1/none")
    assert (code, sentence.count("\n")) == (1, 1)
    assert sentence.startswith("The database cannot be used: ")
    assert "hemmelig" not in sentence


@pytest.mark.parametrize("url", ["nonsense", "mysql://somebody:hemmelig@host/name", "postgresql://a:hemmelig@host/"])
def test_address_of_a_database_that_cannot_be_read_is_told_without_repeating_it(tmp_path, url):
    told = "DATABASE_URL: Write it like postgresql://user:password@host:5432/name.\n"
    assert said(tmp_path, "draw_sample", DATABASE_URL=url) == (1, told)


def test_variables_that_cannot_be_read_are_all_named(tmp_path):
    code, sentences = said(tmp_path, "draw_sample", LAERLING_DEBUG="maybe", LAERLING_EMAIL_PORT="post")
    assert code == 1
    assert [line.partition(":")[0] for line in sentences.splitlines()] == ["LAERLING_DEBUG", "LAERLING_EMAIL_PORT"]


@pytest.mark.parametrize("kind", ["bench", "drill"])
def test_measurement_nobody_knows_is_told_in_one_sentence(tmp_path, kind):
    code, sentence = said(tmp_path, kind, "nonsense")
    assert code == 2
    assert sentence.startswith(f"Say ./laerling {kind} NAME, with a name of: ")
