"""A stand-in for Feide in a process of its own: oidc-provider-mock from PyPI, and what the test tells it."""

import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import requests

ACR = "loa-high"
PEOPLE = {
    "kari": {"email": "kari@vestland.eksempel.no", "email_verified": True, "acr": ACR},
    "unverified": {"email": "kari@vestland.eksempel.no", "email_verified": False, "acr": ACR},
    "stringly": {"email": "kari@vestland.eksempel.no", "email_verified": "true", "acr": ACR},
    "weak": {"email": "kari@vestland.eksempel.no", "email_verified": True, "acr": "loa-low"},
    "without": {"email": "kari@vestland.eksempel.no", "email_verified": True},
    "stranger": {"email": "ingen@eksempel.no", "email_verified": True, "acr": ACR},
    "nobody": {"acr": ACR},
}


@contextmanager
def running():
    """Run the stand-in and yield its issuer."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    issuer = f"http://127.0.0.1:{port}"
    claims = [part for sub, more in PEOPLE.items() for part in ("--user-claims", json.dumps({"sub": sub, **more}))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    process = subprocess.Popen([*command, *claims], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(issuer)
        yield issuer
    finally:
        process.terminate()
        process.wait(10)


def say_yes(address, person):
    """Be the person at the stand-in's own page: press the button with their name; return where it leads back to."""
    with requests.Session() as session:
        answer = session.post(address, data={"sub": person}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text[:500]
    return answer.headers["Location"]


def say_no(address):
    """Press "Deny"."""
    with requests.Session() as session:
        return session.post(address, data={"action": "deny"}, allow_redirects=False, timeout=10).headers["Location"]


def _wait(issuer):
    for _ in range(600):
        try:
            with requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5):
                return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise RuntimeError("The stand-in did not start")
