"""The vendored front-end files are what vendored.toml says, and every licence lies beside its files."""

import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[3]


def test_every_vendored_file_has_the_listed_sum():
    done = subprocess.run(
        [sys.executable, PROJECT / "vendor" / "fetch", "--check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_every_package_has_licence_reason_and_exact_version():
    listed = tomllib.loads((PROJECT / "vendor" / "vendored.toml").read_text(encoding="utf-8"))

    for package in listed["packages"]:
        assert package["licence"] in {"MIT", "OFL-1.1"}
        assert package["why"]
        assert package["version"].count(".") == 2
        assert (PROJECT / package.get("place", listed["place"]) / package["to"] / "LICENCE.txt").is_file()
