"""A log pipeline: 3 threads write lines, 3 parse them, 1 counts; queue.Queue between them."""

import re
from collections import Counter
from queue import Queue
from threading import Thread

_WRITERS = 3
_PARSERS = 3
_LINES = 500
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_LINE = re.compile(r"(?P<time>\d\d:\d\d:\d\d) \[(?P<level>\w+)\] (?P<source>[\w.]+): (?P<text>.*)")


def write(source, lines):
    """Writes the same lines in each run."""
    for number in range(_LINES):
        level = _LEVELS[number * 7 % len(_LEVELS)]
        lines.put(f"12:{number // 60 % 60:02}:{number % 60:02} [{level}] app.{source}: request {number} took {number % 97} ms")
    lines.put(None)


def parse(lines, records):
    while (line := lines.get()) is not None:
        records.put(_LINE.fullmatch(line).groupdict())
    records.put(None)


def count(records, counts):
    ended = 0
    while ended < _PARSERS:
        record = records.get()
        if record is None:
            ended += 1
        else:
            counts[record["level"]] += 1
            counts[record["source"]] += 1
            counts["ms"] += int(record["text"].split()[-2])


def main():
    lines, records, counts = Queue(200), Queue(200), Counter()
    threads = [Thread(target=write, args=(source, lines)) for source in range(_WRITERS)]
    threads += [Thread(target=parse, args=(lines, records)) for _ in range(_PARSERS)]
    threads.append(Thread(target=count, args=(records, counts)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = {level: _WRITERS * _LINES // len(_LEVELS) for level in _LEVELS}
    expected |= {f"app.{source}": _LINES for source in range(_WRITERS)}
    expected["ms"] = _WRITERS * sum(number % 97 for number in range(_LINES))
    if counts != expected:
        raise AssertionError(counts)


if __name__ == "__main__":
    main()
