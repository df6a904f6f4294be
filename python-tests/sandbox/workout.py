"""Something of everything that threading offers, each in a function of its own that returns what the test expects."""

import threading
import _thread


def lock():
    lock = threading.Lock()
    counts = [0]

    def add():
        for _ in range(200):
            with lock:
                counts[0] += 1

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts[0] == 800 and not lock.locked() and lock.acquire(timeout=1) and not lock.acquire(timeout=0.01)


def rlock():
    lock = threading.RLock()
    with lock, lock:
        seen = []
        thread = threading.Thread(target=lambda: seen.append(lock.acquire(False)))
        thread.start()
        thread.join()
        return seen == [False] and lock._recursion_count() == 2


def condition():
    items, taken, condition = [], [], threading.Condition()

    def take():
        with condition:
            condition.wait_for(lambda: items)
            taken.append(items.pop())

    threads = [threading.Thread(target=take) for _ in range(3)]
    for thread in threads:
        thread.start()
    for item in range(3):
        with condition:
            items.append(item)
            condition.notify()
    for thread in threads:
        thread.join()
    with condition:
        return sorted(taken) == [0, 1, 2] and not condition.wait(0.01)


def semaphore():
    semaphore = threading.BoundedSemaphore(2)
    with semaphore, semaphore:
        refused = semaphore.acquire(timeout=0.01)
    try:
        semaphore.release()
    except ValueError:
        return not refused and semaphore._value == 2


def event():
    event = threading.Event()
    timer = threading.Timer(0.01, event.set)
    timer.start()
    return event.wait(60) and event.is_set()


def barrier():
    barrier, order = threading.Barrier(3, lambda: order.append("action")), []
    threads = [threading.Thread(target=lambda: order.append(barrier.wait())) for _ in range(2)]
    for thread in threads:
        thread.start()
    order.append(barrier.wait())
    for thread in threads:
        thread.join()
    return order[0] == "action" and sorted(order[1:]) == [0, 1, 2]


def local():
    class Counter(threading.local):
        def __init__(self, start):
            self.value = start

    counter, seen = Counter(5), []
    counter.value = 7
    thread = threading.Thread(target=lambda: seen.append(counter.value))
    thread.start()
    thread.join()
    return seen == [5] and counter.value == 7


def pool():
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda number: number * number, range(20))) == [number * number for number in range(20)]


def queue():
    import queue
    tasks, results = queue.Queue(2), queue.SimpleQueue()

    def work():
        while (task := tasks.get()) is not None:
            results.put(task + 1)
            tasks.task_done()

    thread = threading.Thread(target=work)
    thread.start()
    for task in range(10):
        tasks.put(task)
    tasks.join()
    tasks.put(None)
    thread.join()
    return [results.get() for _ in range(10)] == list(range(1, 11))


def logging():
    import io
    import logging
    written = io.StringIO()
    logger = logging.Logger("sandbox")
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(threadName)s %(message)s"))
    logger.addHandler(handler)
    thread = threading.Thread(target=logger.warning, args=("hello",), name="writer")
    thread.start()
    thread.join()
    return written.getvalue() == "writer hello\n"


def uncaught():
    """What it prints is what the test looks at."""
    def fail():
        raise ValueError("told by the excepthook")

    thread = threading.Thread(target=fail, name="failing")
    thread.start()
    thread.join()
    return not thread.is_alive()


def bare():
    done = _thread.allocate_lock()
    done.acquire()
    ident = _thread.start_new_thread(lambda: done.release(), ())
    return ident != threading.get_ident() and done.acquire(timeout=60)


def idents():
    seen = []
    thread = threading.Thread(target=lambda: seen.append((threading.get_ident(), threading.get_native_id())), name="named")
    thread.start()
    thread.join()
    return seen[0][0] == thread.ident and seen[0][1] == thread.native_id > 0 and threading.get_native_id() > 0


def virtual():
    seen = []
    with threading.virtual():
        threads = [threading.Thread(target=lambda: seen.append(_thread._is_virtual())) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen == [True] * 5


def stacks():
    threading.stack_size(1 << 20)
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
    return threading.stack_size(0) == 1 << 20


def tracing():
    seen = []
    threading.setprofile(lambda frame, what, argument: seen.append(what))
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    threading.setprofile(None)
    return "call" in seen


def interrupt():
    import time
    try:
        _thread.interrupt_main()
        for _ in range(6000):
            time.sleep(0.01)
    except KeyboardInterrupt:
        return True


def interval():
    import sys
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    changed = sys.getswitchinterval()
    sys.setswitchinterval(before)
    return 0.0009 < changed < 0.0011


def enumeration():
    event = threading.Event()
    thread = threading.Thread(target=event.wait, daemon=True)
    thread.start()
    listed = thread in threading.enumerate() and threading.active_count() >= 2
    event.set()
    thread.join()
    return listed and threading.current_thread() is threading.main_thread()


def dump():
    import io
    import jthreading
    lock, seen = threading.Lock(), io.StringIO()
    jthreading.set_name(lock, "accounts")
    lock.acquire()
    before = jthreading.stats()["contended_acquires"]
    thread = threading.Thread(target=lock.acquire, name="waiter", daemon=True)
    thread.start()
    while "waits for <threading.Lock 'accounts' locked>" not in seen.getvalue():
        jthreading.dump_threads(seen)
    lock.release()
    thread.join()
    return 'Thread "waiter"' in seen.getvalue() and "in dump" in seen.getvalue() and jthreading.stats()["contended_acquires"] > before


ALL = (lock, rlock, condition, semaphore, event, barrier, local, pool, queue, logging, uncaught, bare, idents, virtual, stacks,
       tracing, interrupt, interval, enumeration, dump)
