# Runs as the body of a function, all of whose names are global: so contexts share its code.
__doc__ = """Thread-local data.

A ``local`` is an object whose attributes are different in each thread:

>>> import threading
>>> data = local()
>>> data.number = 42
>>> data.number
42

Another thread sees none of them, and what it sets is its own:

>>> seen = []
>>> def work():
...     seen.append(sorted(data.__dict__))
...     data.number = 11
...     seen.append(data.number)
>>> thread = threading.Thread(target=work)
>>> thread.start()
>>> thread.join()
>>> seen
[[], 11]
>>> data.number
42

A subclass may define defaults as class attributes, methods, and an ``__init__`` that runs once in each thread:

>>> class Counter(local):
...     number = 2
...     def __init__(self, **options):
...         self.__dict__.update(options)
...     def squared(self):
...         return self.number ** 2
>>> counter = Counter(color="red")
>>> counter.number, counter.color, counter.squared()
(2, 'red', 4)
>>> del counter.color

(CPython documentation: threading, Thread-Local Data.)
"""

from _thread import _local as local

__all__ = ["local"]
