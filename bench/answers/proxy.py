"""Debian's nginx with the configuration of the tree before the answering site, without TLS; and senders that never finish."""

import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from laerling.config.env import PROJECT

HOST = "127.0.0.1"
CONFIGURATION = PROJECT / "deploy" / "nginx.conf"


def require_nginx() -> None:
    """Install Debian's nginx if it is not there and we may; its service is not started."""
    if _binary():
        return
    if os.geteuid() == 0 and (apt := shutil.which("apt-get")):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        subprocess.run([apt, "update", "-qq"], check=True, env=environment)
        install = [apt, "install", "-y", "-qq", "--no-install-recommends", "nginx-light"]
        subprocess.run(install, check=True, env=environment, stdout=subprocess.DEVNULL)
    if not _binary():
        sys.exit("This measurement needs Debian's nginx: apt-get install --no-install-recommends nginx-light")


def written(port: int, site: int, folder: Path) -> str:
    """Return the tree's configuration for one machine without certificates: the answering site over plain HTTP.

    Without limits for one address: here everybody comes from one.
    """
    text = CONFIGURATION.read_text(encoding="utf-8")
    plain, _, rest = text.partition("    server {\n        listen 80;")
    answering = "    server {\n        listen 443" + rest.split("    server {\n        listen 443")[1]
    upstream = re.sub(r"    upstream staff \{.*?\n    \}\n", "", plain, flags=re.DOTALL)
    text = f"{upstream}{answering}}}\n"
    for said, here in (
        ("listen 443 ssl http2;", f"listen {HOST}:{port};"),
        ("ANSWERING_ADDRESS", f"{HOST}:{site}"),
        ("ANSWERING_HOST", "localhost"),
        ("/run/nginx.pid", str(folder / "nginx.pid")),
        ("$host", "$http_host"),
        ("auto;", "1;"),
    ):
        text = text.replace(said, here)
    text = re.sub(r"^ *(ssl_|limit_)\w+ .*\n", "", text, flags=re.MULTILINE)
    places = "".join(
        f"    {name}_temp_path {folder / name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return text.replace("http {\n", f"http {{\n{places}", 1)


@contextmanager
def nginx(port: int, site: int) -> Iterator[None]:
    """Run nginx on a port, before the site on another."""
    folder = Path(tempfile.mkdtemp(prefix="laerling-nginx-"))
    folder.chmod(0o755)
    file = folder / "nginx.conf"
    file.write_text(written(port, site, folder))
    command = [_binary(), "-c", str(file), "-e", "/dev/null", "-g", "daemon off;"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def half_sent(port: int, n: int) -> Iterator[list[socket.socket]]:
    """Hold n forms of which half has been sent."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    head = b"POST /sporsmal/choice HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    held = []
    try:
        for _ in range(n):
            one = socket.create_connection((HOST, port), timeout=10)
            one.sendall(head + b"Content-Length: 1000\r\n\r\nanswer-motivation=")
            held.append(one)
        yield held
    finally:
        for one in held:
            one.close()


def _binary() -> str:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""
