"""Debian's own mail servers on loopback: smtp-sink, which takes everything at once, and Postfix, which writes it to disk."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = postfix.invalid
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
default_transport = discard:
relay_transport = discard:
local_transport = discard:
"""
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def require_postfix() -> None:
    """Install Debian's postfix if it is not there and we may; its service is not started."""
    if _binary("smtp-sink"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        subprocess.run([_binary("apt-get"), "update", "-qq"], check=True, env=environment)
        install = [_binary("apt-get"), "install", "-y", "-qq", "--no-install-recommends", "postfix"]
        subprocess.run(install, check=True, env=environment, stdout=subprocess.DEVNULL)
    if not _binary("smtp-sink"):
        sys.exit("This measurement needs Debian's postfix: apt-get install --no-install-recommends postfix")


@contextmanager
def sink() -> Iterator[int]:
    """Run smtp-sink; yields its port."""
    port = free_port()
    as_user = ["-u", "postfix"] if os.geteuid() == 0 else []
    with subprocess.Popen(
        [_binary("smtp-sink"), *as_user, f"{HOST}:{port}", "512"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()


@contextmanager
def postfix() -> Iterator[int | None]:
    """Run a Postfix of our own, which discards what it has queued; yields its port, or None where that needs root."""
    if os.geteuid() != 0:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="laerling-postfix-"))
    folder.chmod(0o755)
    port = free_port()
    (folder / "main.cf").write_text(_MAIN.format(folder=folder))
    (folder / "master.cf").write_text(_MASTER.format(port=port))
    (folder / "queue").mkdir()
    (folder / "data").mkdir()
    shutil.chown(folder / "data", "postfix")
    run = [_binary("postfix"), "-c", str(folder)]
    try:
        subprocess.run([*run, "start"], check=True, capture_output=True)
        wait_for(port)
        yield port
    finally:
        subprocess.run([*run, "stop"], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(port: int, *, seconds: float = 10) -> None:
    """Wait until somebody listens on a port. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError


def _binary(name: str) -> str:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""
