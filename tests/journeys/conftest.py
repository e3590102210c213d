"""The stage of the journeys: the demo itself with a small Norway, as `./demo` starts it."""

import hmac
import json
import os
import socket
import struct
import subprocess
import sys
import time
from base64 import b32decode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

# A seventeenth of the country: enough for offices of more than five in both counties.
SCALE = "0.06"


@dataclass(frozen=True)
class Stage:
    """Addresses and sign-ins of a demo that runs."""

    staff: str
    answering: str
    inbox: str
    passwords: dict[str, str]
    secrets: dict[str, str]
    home: Path

    def code(self, email: str) -> str:
        """Return what the person's app shows now, counted as RFC 6238 says."""
        digest = hmac.digest(b32decode(self.secrets[email]), struct.pack(">Q", int(time.time()) // 30), "sha1")
        start = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo")
    port = _free_ports()
    unset = {"DATABASE_URL", "LAERLING_TEST_HOME", "LAERLING_TEST_SERVER", "DJANGO_SETTINGS_MODULE"}
    environment = {
        name: value for name, value in os.environ.items() if name not in unset and not name.startswith("COV_CORE_")
    }
    environment["LAERLING_HOME"] = str(home)
    demo = [sys.executable, "-m", "laerling", "demo"]
    try:
        subprocess.run(
            [*demo, "--detach", "--scale", SCALE, "--port", str(port)], env=environment, check=True, timeout=180
        )
        accounts = json.loads((home / "demo-sign-ins.json").read_text(encoding="utf-8"))["accounts"]
        yield Stage(
            *(f"http://127.0.0.1:{port + number}" for number in range(3)),
            passwords={account["email"]: account["password"] for account in accounts},
            secrets={account["email"]: account["secret"] for account in accounts},
            home=home,
        )
    finally:
        subprocess.run([*demo, "--stop"], env=environment, check=False, timeout=60)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


def _free_ports() -> int:
    """Return a port that is free together with those the demo takes beside it."""
    for port in range(21000, 31000, 37):
        with suppress(OSError):
            probes = [socket.create_server(("127.0.0.1", port + step)) for step in (0, 1, 2, 3, 22)]
            for probe in probes:
                probe.close()
            return port
    raise RuntimeError("No free ports")
