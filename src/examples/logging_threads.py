"""Logging from many threads, to a shared file and through a queue.

`logging` guards every handler with a lock, so records of different threads may
come in any order but never mixed up in one line.  The same threads also log to
a queue; a listener's thread writes those, as a program does whose threads
must not wait for the disk.  Both files are read back and every line is checked.

    python logging_threads.py --threads 8 --records 150
"""

import argparse
import logging
import logging.handlers
import queue
import re
import tempfile
import threading
from collections import Counter
from pathlib import Path

FORMAT = "%(levelname)s|%(threadName)s|%(message)s"
LINE = re.compile(r"(INFO|WARNING)\|worker-(\d+)\|record (\d+) (x+)\.")


def padding(number):
    """Lines of different lengths make a torn one easy to see."""
    return "x" * (1 + number % 60)


def work(logger, start, records):
    """Log `records` records, beginning together with the other threads."""
    start.wait()
    for number in range(records):
        level = logging.WARNING if number % 10 == 0 else logging.INFO
        logger.log(level, "record %d %s.", number, padding(number))


def log_from_threads(logger, threads, records):
    start = threading.Barrier(threads)
    workers = [
        threading.Thread(target=work, args=(logger, start, records), name=f"worker-{index}")
        for index in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def file_handler(path):
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter(FORMAT))
    return handler


def log_to_files(direct, queued, threads, records):
    """Log everything twice: to the file `direct`, and through a queue to `queued`."""
    logger = logging.getLogger("jthreading.example")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    backlog = queue.Queue()
    handlers = [file_handler(direct), logging.handlers.QueueHandler(backlog)]
    for handler in handlers:
        logger.addHandler(handler)
    target = file_handler(queued)
    listener = logging.handlers.QueueListener(backlog, target)
    listener.start()
    try:
        log_from_threads(logger, threads, records)
    finally:
        listener.stop()
        for handler in [*handlers, target]:
            logger.removeHandler(handler)
            handler.close()


def report(title, path, threads, records):
    """Read a log back and say whether it is what the threads wrote."""
    seen = Counter()
    torn = 0
    in_order = True
    last = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = LINE.fullmatch(line)
        if not match or match[4] != padding(int(match[3])):
            torn += 1
            continue
        worker, number = int(match[2]), int(match[3])
        seen[worker, number] += 1
        in_order = in_order and last.get(worker, -1) < number
        last[worker] = number
    once = seen == Counter((worker, number) for worker in range(threads) for number in range(records))
    print(f"{title}: {seen.total()} records, each once: {once}, torn: {torn}, each thread's in order: {in_order}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--records", type=int, default=150)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as directory:
        direct, queued = Path(directory, "direct.log"), Path(directory, "queued.log")
        log_to_files(direct, queued, options.threads, options.records)
        report("direct", direct, options.threads, options.records)
        report("queued", queued, options.threads, options.records)


if __name__ == "__main__":
    main()
