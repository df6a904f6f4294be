"""A scraper: 8 threads follow the links of 30 pages on a local server."""

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Lock, Thread
from urllib.request import ProxyHandler, build_opener

_PAGES = 30
_THREADS = 8
# How soon the server sees that it is to end.
_POLL_SECONDS = 0.02
_LINK = re.compile(r'<a href="(/page/\d+)">')
_WORD = re.compile(r"\w+")


class Server(ThreadingHTTPServer):
    """Keeps more connections waiting than there are clients: one that is turned away would try again after a second."""

    request_queue_size = 64


class Site(BaseHTTPRequestHandler):
    """Page n leads to three others, so that all are found from page 0, and says its number ten times."""

    def do_GET(self):
        number = int(self.path.rpartition("/")[2])
        linked = (2 * number + 1, 2 * number + 2, number // 2)
        links = "".join(f'<a href="/page/{page}">next</a>\n' for page in linked if page < _PAGES)
        body = f"<html><p>{f'word{number} ' * 10}</p>{links}</html>".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Scraper:
    """Threads that take addresses from a queue, and put there what they find."""

    def __init__(self, base):
        self._base = base
        self._opener = build_opener(ProxyHandler({}))
        self._todo = Queue()
        self._lock = Lock()
        self._seen = set()
        self.words = {}
        self.errors = []

    def scrape(self, path):
        self._found(path)
        threads = [Thread(target=self._work) for _ in range(_THREADS)]
        for thread in threads:
            thread.start()
        self._todo.join()
        for _ in threads:
            self._todo.put(None)
        for thread in threads:
            thread.join()

    def _found(self, path):
        with self._lock:
            if path in self._seen:
                return
            self._seen.add(path)
        self._todo.put(path)

    def _work(self):
        while (path := self._todo.get()) is not None:
            try:
                self._read(path)
            except Exception as error:
                self.errors.append(error)
            finally:
                self._todo.task_done()

    def _read(self, path):
        with self._opener.open(self._base + path, timeout=60) as response:
            text = response.read().decode()
        for link in _LINK.findall(text):
            self._found(link)
        for word in _WORD.findall(text):
            with self._lock:
                self.words[word] = self.words.get(word, 0) + 1


def main():
    with Server(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True).start()
        scraper = Scraper(f"http://127.0.0.1:{server.server_port}")
        scraper.scrape("/page/0")
        server.shutdown()
    if scraper.errors:
        raise scraper.errors[0]
    counts = [scraper.words.get(f"word{number}") for number in range(_PAGES)]
    if counts != [10] * _PAGES:
        raise AssertionError(counts)


if __name__ == "__main__":
    main()
