"""Loads what threaded programs use, and runs a little of it: the JVM remembers the classes that this needs for the next programs."""

import argparse
import atexit
import collections
import concurrent.futures
import contextlib
import csv
import dataclasses
import datetime
import enum
import functools
import heapq
import http.server
import io
import itertools
import json
import logging
import logging.handlers
import math
import os
import pathlib
import queue
import random
import re
import signal
import socket
import statistics
import string
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import typing
import urllib.request
import weakref

WORKERS = 4
ROUNDS = 200


@dataclasses.dataclass(order=True)
class Job:
    number: int
    words: list = dataclasses.field(default_factory=list, compare=False)

    @property
    def length(self):
        return sum(map(len, self.words))


class Cache:

    def __init__(self):
        self._lock = threading.RLock()
        self._values = collections.OrderedDict()

    def get(self, key):
        with self._lock:
            if key not in self._values:
                self._values[key] = [word for word in re.split(r"\W+", key.lower()) if word]
            return self._values[key]


def run_threads(target, *args):
    threads = [threading.Thread(target=target, args=args, name=f"worker-{i}", daemon=i == 0) for i in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def synchronizers():
    lock, rlock, condition = threading.Lock(), threading.RLock(), threading.Condition()
    semaphore, event, barrier = threading.BoundedSemaphore(2), threading.Event(), threading.Barrier(WORKERS, timeout=60)
    local, waiting, total = threading.local(), collections.deque(), [0]

    def work():
        local.count = 0
        barrier.wait()
        event.wait(60)
        for i in range(ROUNDS):
            with lock:
                total[0] += 1
            with rlock, rlock, semaphore:
                local.count += i
            with condition:
                waiting.append(i)
                condition.notify()
                condition.wait_for(lambda: waiting, timeout=0.001)

    threading.Timer(0.01, event.set).start()
    run_threads(work)


def pipeline():
    jobs, results, cache = queue.Queue(10), queue.PriorityQueue(), Cache()

    def consume():
        while (job := jobs.get()) is not None:
            job.words = cache.get("The quick brown fox, jumping over: " + "lazy dogs " * (job.number % 5))
            results.put(job)
            jobs.task_done()
        jobs.task_done()

    consumers = [threading.Thread(target=consume) for _ in range(WORKERS)]
    for consumer in consumers:
        consumer.start()
    for number in range(ROUNDS):
        jobs.put(Job(number))
    for _ in consumers:
        jobs.put(None)
    jobs.join()
    for consumer in consumers:
        consumer.join()
    simple = queue.SimpleQueue()
    simple.put(results.get().length)
    return simple.get()


def pools():
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        squares = list(pool.map(lambda number: number * number, range(ROUNDS)))
        futures = {pool.submit(math.sqrt, square): square for square in squares[:20]}
        for future in concurrent.futures.as_completed(futures):
            future.result()
        failure = pool.submit(int, "x")
        with contextlib.suppress(ValueError):
            failure.result()
    return statistics.mean(squares)


def logs():
    records = queue.Queue()
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logging.Formatter("%(asctime)s %(threadName)s %(levelname)s %(message)s"))
    listener = logging.handlers.QueueListener(records, handler)
    listener.start()
    logger = logging.getLogger("training")
    logger.propagate = False
    logger.addHandler(logging.handlers.QueueHandler(records))
    run_threads(logger.warning, "%s of %d", "one", WORKERS)
    listener.stop()


class Handler(http.server.BaseHTTPRequestHandler):

    def do_GET(self):
        body = json.dumps({"path": self.path, "thread": threading.current_thread().name}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        serving = threading.Thread(target=httpd.serve_forever, args=(0.01, ), daemon=True)
        serving.start()
        # Without the proxy that the environment may name.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{httpd.server_port}/here", timeout=60) as response:
            answer = json.load(response)
        httpd.shutdown()
        serving.join()
    return answer["path"]


def files():
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "table.csv")
        with open(path, "w", newline="") as file:
            csv.writer(file).writerows([["name", "number"], ["a", 1]])
        with open(path, newline="") as file:
            return list(csv.DictReader(file))


def ends():
    def fail():
        raise ValueError("told by the excepthook")

    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, lambda number, frame: None)
        signal.setitimer(signal.ITIMER_REAL, 0.001)
    old, threading.excepthook = threading.excepthook, lambda args: traceback.format_exception(args.exc_value)
    run_threads(fail)
    threading.excepthook = old
    atexit.register(threading.enumerate)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    for _ in range(parser.parse_args().rounds):
        synchronizers()
        pipeline()
        pools()
        logs()
        server()
        files()
        ends()
    print(f"{sys.version.split()[0]}: trained", datetime.datetime.now().isoformat())


if __name__ == "__main__":
    main()
