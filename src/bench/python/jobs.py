"""What threads, interpreters and processes run in the benchmarks of interpreters, which import it by name.

Each of the first four computes in pure Python, the same several times over, and checks what it computes.
"""

from json import dumps
from json.decoder import JSONArray, JSONDecoder, JSONObject, py_scanstring
from json.scanner import py_make_scanner

# All values: nothing that has a shorter form on its way.
MIB = bytes(range(255, -1, -1)) * 4096
_PRIMES_BELOW = 2_000
_PRIMES = 303
_WIDTH, _HEIGHT, _ITERATIONS = 40, 30, 50
_INSIDE = 319
_WORDS = 4_000
_RECORDS = 40


def primes(times):
    """Primes"""
    for _ in range(times):
        found = 0
        for number in range(2, _PRIMES_BELOW):
            divisor = 2
            while divisor * divisor <= number and number % divisor:
                divisor += 1
            found += divisor * divisor > number
        _check(found, _PRIMES)


def mandelbrot(times):
    """Mandelbrot set"""
    for _ in range(times):
        inside = 0
        for row in range(_HEIGHT):
            for column in range(_WIDTH):
                inside += _stays(column * 3 / _WIDTH - 2, row * 2 / _HEIGHT - 1)
        _check(inside, _INSIDE)


def _stays(real, imaginary):
    x = y = 0.0
    for _ in range(_ITERATIONS):
        x, y = x * x - y * y + real, 2 * x * y + imaginary
        if x * x + y * y > 4:
            return False
    return True


def word_count(times):
    """Word count"""
    for _ in range(times):
        counts = {}
        for word in _text.split():
            word = word.strip(".,").lower()
            counts[word] = counts.get(word, 0) + 1
        _check(sum(counts.values()), _WORDS)


def json_parsing(times):
    """JSON parsing"""
    for _ in range(times):
        _check(len(_decoder.decode(_document)), _RECORDS)


def _check(result, expected):
    if result != expected:
        raise AssertionError(f"{result} in place of {expected}")


def _pure_decoder():
    """The standard library's decoder without the parts that are written in C, or in Java."""
    decoder = JSONDecoder()
    decoder.parse_object = JSONObject
    decoder.parse_array = JSONArray
    decoder.parse_string = py_scanstring
    decoder.scan_once = py_make_scanner(decoder)
    return decoder


_text = " ".join(f"Word{number * number % 997}{'.' if number % 9 == 0 else ''}" for number in range(_WORDS))
_document = dumps([{"id": number, "name": f"record {number}", "price": number / 8, "tags": ["a", "b\n", None, True]}
                   for number in range(_RECORDS)])
_decoder = _pure_decoder()


def nothing():
    """Does nothing."""


def size(item):
    """The length of an item that travels."""
    return len(item)


def successor(number):
    """The next number."""
    return number + 1


def echo(there, back):
    """Sends back what comes, up to the first None."""
    while (item := there.get()) is not None:
        back.put(item)


def lead(times, there, back):
    """Sets one Event and waits for the other."""
    for _ in range(times):
        there.set()
        back.wait()
        back.clear()


def follow(times, there, back):
    """Waits for one Event and sets the other."""
    for _ in range(times):
        there.wait()
        there.clear()
        back.set()


def lock(times, mutex):
    """Takes a Lock and releases it."""
    for _ in range(times):
        with mutex:
            pass
