"""Debian's Kannel on loopback, in a folder of its own: bearerbox, smsbox, its fake SMS centre, and one that refuses."""

import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

FAKE_CENTRE = Path("/usr/lib/kannel/test/fakesmsc")
# Debian lays the boxes where only root's path looks.
_PATH = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"

_CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = admin
admin-interface = 127.0.0.1
smsbox-port = {box}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"
store-type = spool
store-location = "{folder}/spool"
dlr-storage = internal
log-file = "{folder}/bearerbox.log"
log-level = 1

group = smsc
smsc = fake
smsc-id = fake
port = {centre}
connect-allow-ip = "127.0.0.1"
denied-prefix = "+4799;+46"

# A centre that refuses for good whatever it is given.
group = smsc
smsc = http
smsc-id = refusing
system-type = generic
send-url = "{refusing}/?to=%P"
status-success-regex = "^ok"
status-permfail-regex = "^no"
status-tempfail-regex = "^wait"
no-sender = true
port = {refusing_port}
allowed-prefix = "+4799"

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {box}
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
http-queue-delay = 1
http-request-retry = 3
max-pending-requests = 512
log-file = "{folder}/smsbox.log"
log-level = 1

group = sendsms-user
username = laerling
password = hysj
max-messages = 6
concatenation = true

group = sms-service
keyword = default
text = "-"
max-messages = 0
"""


def program(name):
    return shutil.which(name) or shutil.which(name, path=_PATH)


def _free_ports(n):
    probes = [socket.socket() for _ in range(n)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    found = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return found


class Kannel:
    """The running boxes; the fake centre may be stopped and started, and prints what it is handed."""

    def __init__(self, folder, refusing):
        self.folder = folder
        admin, box, self.centre, self.sendsms, refusing_port = _free_ports(5)
        (folder / "spool").mkdir(parents=True)
        self.configuration = folder / "kannel.conf"
        self.configuration.write_text(
            _CONFIGURATION.format(
                admin=admin,
                box=box,
                centre=self.centre,
                sendsms=self.sendsms,
                folder=folder,
                refusing=refusing,
                refusing_port=refusing_port,
            )
        )
        self.running = {}

    @property
    def url(self):
        return f"http://127.0.0.1:{self.sendsms}/cgi-bin/sendsms"

    def start(self):
        self.launch("bearerbox", program("bearerbox"), str(self.configuration))
        self._wait_for(self.centre)
        self.start_centre()
        self.start_smsbox()

    def start_smsbox(self):
        self.launch("smsbox", program("smsbox"), str(self.configuration))
        self._wait_for(self.sendsms)

    def start_centre(self):
        # It wants a message to send even where it shall send none.
        where = ("-H", "127.0.0.1", "-r", str(self.centre), "-m", "0")
        self.launch("centre", str(FAKE_CENTRE), *where, "1 2 text nothing")

    def launch(self, name, *command):
        with (self.folder / f"{name}.out").open("ab") as out:
            self.running[name] = subprocess.Popen(command, stdout=out, stderr=out, cwd=self.folder)

    def stop(self, name):
        process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(8)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def handed_to_the_centre(self):
        return (self.folder / "centre.out").read_text(encoding="utf-8", errors="replace")

    def _wait_for(self, port):
        deadline = time.monotonic() + 15
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return


@contextmanager
def running(folder, *, refusing):
    """Run Kannel; `refusing` is the address of the SMS centre that refuses."""
    kannel = Kannel(folder, refusing)
    try:
        kannel.start()
        yield kannel
    finally:
        for name in list(kannel.running):
            kannel.stop(name)
