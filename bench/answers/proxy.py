"""Debian's nginx with the configuration of the tree before the answering site; and senders that never finish.

What is measured is without TLS. Before it, the configuration as it stands, with every server and a certificate of our own
making, must be read and served.
"""

import os
import re
import resource
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from mail import servers

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
        ("$host", "$http_host"),
    ):
        text = text.replace(said, here)
    return _at_home(re.sub(r"^ *(ssl_|limit_)\w+ .*\n", "", text, flags=re.MULTILINE), folder)


def _at_home(text: str, folder: Path) -> str:
    """Return a configuration whose own files lie in a folder, with one worker."""
    text = text.replace("/run/nginx.pid", str(folder / "nginx.pid")).replace("auto;", "1;")
    places = "".join(
        f"    {name}_temp_path {folder / name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return text.replace("http {\n", f"http {{\n{places}", 1)


def whole(plain: int, tls: int, site: int, folder: Path) -> str:
    """Return the tree's configuration with all its servers, for one machine and a certificate made for it."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run(
        [*command, "-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    text = CONFIGURATION.read_text(encoding="utf-8")
    for said, here in (
        ("listen 80;", f"listen {HOST}:{plain};"),
        ("listen 443 ssl", f"listen {HOST}:{tls} ssl"),
        ("ANSWERING_ADDRESS", f"{HOST}:{site}"),
        ("STAFF_ADDRESS", f"{HOST}:{site}"),
        ("ANSWERING_HOST", "localhost"),
        ("STAFF_HOST", "staff.localhost"),
        ("CERTIFICATE_KEY", str(folder / "key.pem")),
        ("CERTIFICATE", str(folder / "certificate.pem")),
    ):
        text = text.replace(said, here)
    return _at_home(text, folder)


def serves_over_tls(site: int) -> str:
    """Run the whole configuration before a site once, and return what was seen. Raises RuntimeError."""
    plain, tls = servers.free_port(), servers.free_port()
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with _running(lambda folder: whole(plain, tls, site, folder)):
        servers.wait_for(tls)
        bare = HTTPConnection(HOST, plain, timeout=10)
        bare.request("GET", "/mistet-lenken", headers={"Host": "localhost"})
        sent_on = bare.getresponse()
        secure = HTTPSConnection(HOST, tls, timeout=10, context=trusting)
        secure.request("GET", "/mistet-lenken", headers={"Host": "localhost"})
        version, page = secure.sock.version(), secure.getresponse()
        seen = (sent_on.status, sent_on.getheader("Location"), page.status, b"</html>" in page.read(), version)
        bare.close()
        secure.close()
    if seen != (308, "https://localhost/mistet-lenken", 200, True, "TLSv1.3"):
        raise RuntimeError(seen)
    return (
        f"deploy/nginx.conf with a certificate: HTTP is sent on with {seen[0]}, HTTPS answers {seen[2]} over {version}"
    )


@contextmanager
def nginx(port: int, site: int) -> Iterator[None]:
    """Run nginx on a port, before the site on another, without TLS."""
    with _running(lambda folder: written(port, site, folder)):
        yield


@contextmanager
def _running(configuration: Callable[[Path], str]) -> Iterator[None]:
    folder = Path(tempfile.mkdtemp(prefix="laerling-nginx-"))
    folder.chmod(0o755)
    file = folder / "nginx.conf"
    file.write_text(configuration(folder))
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
