"""A thread pool that downloads files from an HTTP server.

The server is part of the program: it listens on 127.0.0.1, on a port that the
system chooses, and answers each request on a thread of its own.  The client
side shows `concurrent.futures`: `submit`, `as_completed`, and a thread-local
connection made once per worker by the pool's `initializer`.

    python thread_pool_download.py --files 40 --size 65536 --workers 8
"""

import argparse
import hashlib
import http.client
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def content(index, size):
    """The bytes of file `index`: different for each, and the same each time."""
    block = hashlib.sha256(str(index).encode()).digest()
    return (block * (size // len(block) + 1))[:size]


class FileHandler(BaseHTTPRequestHandler):
    """Serves /<index>/<size>, and 404 for everything else."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        try:
            index, size = map(int, self.path.strip("/").split("/"))
        except ValueError:
            self.send_error(404)
            return
        body = content(index, size)
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        """Keep quiet: the program's output is its result."""


class FileServer(ThreadingHTTPServer):
    """Leaves open client connections behind when it stops."""

    daemon_threads = True
    request_queue_size = 64


@contextmanager
def serving():
    """Run the server on a thread; the value is its (host, port)."""
    with FileServer(("127.0.0.1", 0), FileHandler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="http-server")
        thread.start()
        try:
            yield server.server_address
        finally:
            server.shutdown()
            thread.join()


class Downloader:
    """Downloads over one persistent connection per thread."""

    def __init__(self, address):
        self._address = address
        self._local = threading.local()
        self._lock = threading.Lock()
        self._connections = []

    def connect(self):
        """Open the calling thread's connection."""
        connection = http.client.HTTPConnection(*self._address, timeout=60)
        self._local.connection = connection
        with self._lock:
            self._connections.append(connection)

    def get(self, path):
        """The body found at `path`."""
        connection = self._local.connection
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise OSError(f"{path}: {response.status} {response.reason}")
        return body

    def close(self):
        for connection in self._connections:
            connection.close()


def download_all(address, files, size, workers):
    """The SHA-256 digests of all files by index, and how many bytes came."""
    downloader = Downloader(address)
    digests = {}
    total = 0
    with ThreadPoolExecutor(workers, "download", initializer=downloader.connect) as pool:
        pending = {pool.submit(downloader.get, f"/{index}/{size}"): index for index in range(files)}
        for future in as_completed(pending):
            body = future.result()
            total += len(body)
            digests[pending[future]] = hashlib.sha256(body).hexdigest()
        missing = pool.submit(downloader.get, "/no-such-file").exception()
    downloader.close()
    return digests, total, missing


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--size", type=int, default=65536)
    parser.add_argument("--workers", type=int, default=8)
    options = parser.parse_args()

    with serving() as address:
        digests, total, missing = download_all(address, options.files, options.size, options.workers)
    expected = {
        index: hashlib.sha256(content(index, options.size)).hexdigest() for index in range(options.files)
    }
    print(f"downloaded {len(digests)} files, {total} bytes")
    print(f"all checksums match: {digests == expected}")
    print(f"a missing file is reported: {missing}")


if __name__ == "__main__":
    main()
