"""A ThreadingHTTPServer under 500 requests of 5 client threads."""

import json
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

_CLIENTS = 5
_REQUESTS = 100
# How soon the server sees that it is to end.
_POLL_SECONDS = 0.02


class Counters:
    """What all requests share."""

    def __init__(self):
        self._lock = Lock()
        self._values = {}

    def add(self, name, amount):
        with self._lock:
            self._values[name] = self._values.get(name, 0) + amount
            return self._values[name]

    def all(self):
        with self._lock:
            return dict(self._values)


class Server(ThreadingHTTPServer):
    """Keeps more connections waiting than there are clients: one that is turned away would try again after a second."""

    request_queue_size = 64


class Handler(BaseHTTPRequestHandler):
    """Takes an amount for a counter by POST, and tells all of them by GET."""

    def do_POST(self):
        order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer({"value": self.server.counters.add(order["name"], order["amount"])})

    def do_GET(self):
        self._answer(self.server.counters.all())

    def _answer(self, values):
        body = json.dumps(values).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def ask(port, method, order=None):
    """A connection and so a thread of the server for each request."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, "/counters", json.dumps(order))
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def client(number, port, last):
    for amount in range(1, _REQUESTS):
        last[number] = ask(port, "POST", {"name": f"client {number}", "amount": amount})["value"]
    ask(port, "GET")


def main():
    with Server(("127.0.0.1", 0), Handler) as server:
        server.counters = Counters()
        Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True).start()
        last = [0] * _CLIENTS
        clients = [Thread(target=client, args=(number, server.server_port, last)) for number in range(_CLIENTS)]
        for thread in clients:
            thread.start()
        for thread in clients:
            thread.join()
        server.shutdown()
    total = sum(range(1, _REQUESTS))
    if last != [total] * _CLIENTS or server.counters.all() != {f"client {number}": total for number in range(_CLIENTS)}:
        raise AssertionError((last, server.counters.all()))


if __name__ == "__main__":
    main()
