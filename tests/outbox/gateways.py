"""SMS gateways on loopback: one that behaves as told, message by message, and one that speaks as Altinn's papers say."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt

from laerling.outbox.channels.gateways import HttpGateway


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the server's `answer`, which returns status and body; None hangs up without a word."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.talk()

    def do_POST(self):
        self.talk()

    def talk(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        parts = urlsplit(self.path)
        found = self.server.answer(self.command, parts.path, parse_qs(parts.query), dict(self.headers), body)
        if found is None:
            self.close_connection = True
            return
        status, text = found
        data = text.encode() if isinstance(text, str) else json.dumps(text).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args):
        pass


@contextmanager
def serving(answer):
    """Serve `answer` over HTTP; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.answer = answer
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class Gateway:
    """Takes SMS as JSON. A number's last three figures are the status it answers with; 000 takes it and hangs up."""

    def __init__(self):
        self.taken = {}
        self.repeats = 0
        self.headers = []
        self.lock = threading.Lock()

    def __call__(self, method, path, _query, headers, body):
        if method == "GET":
            found = path.rpartition("/")[2] in self.taken
            return (200, {"sms": {"state": "DELIVRD"}}) if found else (404, {})
        sms = json.loads(body)
        code = int(sms["to"][-3:])
        with self.lock:
            self.headers.append(headers)
            if code in {200, 0}:
                self.repeats += sms["id"] in self.taken
                self.taken[sms["id"]] = sms
        if code == 0:
            return None
        if code == 299:
            return 200, {"error": "unknown number"}
        return code, {"sms": {"id": f"gw-{sms['id'][:8]}"}}

    @staticmethod
    def at(url, **more):
        given = {
            "url": f"{url}/send",
            "fields": {"to": "{to}", "text": "{text}", "id": "{id}", "from": "{sender}", "report": "{report_url}"},
            "headers": {"Authorization": "Bearer {secret}"},
            "secret": "hysj",
            "replies": [
                {"status": [200], "text": "unknown number", "means": "no_such_number"},
                {"status": [200, 202], "means": "accepted"},
            ],
            "reference": "sms.id",
            "lookup_url": f"{url}/status/{{id}}",
            "lookup_status": "sms.state",
            "report": {"message": "id", "status": ["state"], "words": {"DELIVRD": "delivered", "UNDELIV": "expired"}},
            "connections": 8,
            **more,
        }
        return HttpGateway(**given)


class Altinn:
    """Maskinporten and Altinn Notifications as their public papers describe them, on one address.

    A number's last three figures are the status an order is answered with; 000 takes it and hangs up.
    """

    def __init__(self, public_key):
        self.public_key = public_key
        self.orders = {}
        self.changes = []
        self.n_tokens = 0
        self.url = ""

    def __call__(self, method, path, query, headers, body):
        if path == "/token":
            return self.maskinporten(parse_qs(body))
        if path == "/authentication/api/v1/exchange/maskinporten":
            good = headers["Authorization"] == "Bearer maskinporten-token"
            return (200, '"altinn-token"') if good else (401, "")
        if headers.get("Authorization") != "Bearer altinn-token":
            return 401, ""
        if method == "POST" and path == "/notifications/api/v1/future/orders":
            return self.order(json.loads(body))
        if path == "/notifications/api/v1/future/shipment/feed":
            after = int(query["seq"][0])
            return 200, [change for change in self.changes if change["sequenceNumber"] > after]
        return 404, {}

    def maskinporten(self, form):
        claims = jwt.decode(
            form["assertion"][0], self.public_key, algorithms=["RS256"], audience=f"{self.url}/", issuer="laerling"
        )
        good = (
            form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
            and jwt.get_unverified_header(form["assertion"][0])["kid"] == "key-1"
            and claims["exp"] - claims["iat"] <= 120
            and claims["scope"] == "altinn:serviceowner/notifications.create"
        )
        self.n_tokens += good
        return (200, {"access_token": "maskinporten-token", "expires_in": 119}) if good else (400, {})

    def order(self, order):
        sms = order["recipient"]["recipientSms"]
        code, key = int(sms["phoneNumber"][-3:]), order["idempotencyId"]
        if code >= 400:
            return code, {}
        is_new = key not in self.orders
        self.orders.setdefault(key, order)
        if code == 0 and is_new:
            return None
        return (201 if is_new else 200), {
            "notificationOrderId": str(uuid4()),
            "notification": {"shipmentId": f"shipment-{key[:8]}", "sendersReference": order["sendersReference"]},
        }

    def change(self, message_id, status, order_status="Order_Completed"):
        self.changes.append(
            {
                "sequenceNumber": len(self.changes) + 1,
                "shipmentId": f"shipment-{str(message_id)[:8]}",
                "sendersReference": str(message_id),
                "status": order_status,
                "recipients": [{"type": "SMS", "destination": "+4741234567", "status": status}],
            }
        )
