"""Logging of 6 threads through a QueueHandler and a QueueListener."""

import logging
from io import StringIO
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue
from threading import Thread

_THREADS = 6
_RECORDS = 100


def work(number):
    logger = logging.getLogger(f"shop.{number}")
    for order in range(_RECORDS):
        logger.debug("this is below the level of the logger")
        logger.info("order %d of customer %d", order, number)
    try:
        raise ValueError(number)
    except ValueError:
        logger.exception("customer %d is gone", number)


def main():
    records, output = SimpleQueue(), StringIO()
    writer = logging.StreamHandler(output)
    writer.setFormatter(logging.Formatter("%(levelname)s %(name)s %(threadName)s: %(message)s"))
    shop = logging.getLogger("shop")
    shop.setLevel(logging.INFO)
    shop.propagate = False
    shop.addHandler(QueueHandler(records))
    listener = QueueListener(records, writer)
    listener.start()
    threads = [Thread(target=work, args=(number,), name=f"worker-{number}") for number in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    listener.stop()
    lines = output.getvalue().splitlines()
    for number in range(_THREADS):
        mine = [line for line in lines if line.startswith(f"INFO shop.{number} worker-{number}: ")]
        expected = [f"INFO shop.{number} worker-{number}: order {order} of customer {number}" for order in range(_RECORDS)]
        if mine != expected or f"ValueError: {number}" not in lines:
            raise AssertionError(mine[:3])


if __name__ == "__main__":
    main()
