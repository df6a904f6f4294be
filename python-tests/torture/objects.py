"""The shared objects: what threads do with them, and what must be so at the end."""

import concurrent.futures
import queue
import sys
import threading
import time

CPYTHON = sys.implementation.name == "cpython"


class Shared:
    """One object; `me` is the worker that uses it."""

    # Whether CPython's own loses nothing when an exception from outside comes: those written in Python may.
    disturbed_in_cpython = False

    def __init__(self, name):
        self.name = name

    def disturbed(self, me, number):
        """A single operation that an exception from outside may end at any moment."""

    def help(self):
        """Called again and again while threads run: ends waits that no thread may be left to end."""

    def faults(self, workers):
        """What is wrong at the end, when all threads have ended."""
        return ()

    def faults_after_interrupt(self):
        """What is wrong after all threads were ended, wherever they were."""
        return ()

    def taken(self, lock):
        """A fault if a lock is not free."""
        if not lock.acquire(False):
            yield "is taken, and nobody has it"
        else:
            lock.release()

    def done(self, workers, what="done"):
        """How often the workers have done it."""
        return sum(me.tally[self.name, what] for me in workers)


class Held(Shared):
    """A lock, with a counter that only its owner touches."""

    disturbed_in_cpython = True

    def __init__(self, name, lock):
        super().__init__(name)
        self.lock = lock
        self.value = 0

    def hold(self, me, how, depth=1):
        if not take(self.lock, how):
            return
        try:
            if depth > 1:
                self.hold(me, "block", depth - 1)
            else:
                self.count(me)
        finally:
            self.lock.release()

    def hand_over(self, me):
        """Another thread releases the lock."""
        self.lock.acquire()
        self.count(me)
        other = me.world.thread(self.lock.release)
        other.join()

    def count(self, me):
        value = self.value
        if value % 4 == 0:
            time.sleep(0)
        self.value = value + 1
        me.tally[self.name, "done"] += 1

    def disturbed(self, me, number):
        with self.lock:
            pass

    def faults(self, workers):
        yield from self.taken(self.lock)
        if self.value != self.done(workers):
            yield f"let two in at once: {self.value} is not {self.done(workers)}"


class PythonRLock(Held):
    disturbed_in_cpython = False


class Permits(Shared):
    """A semaphore: never more inside than there are permits, and all of them back at the end."""

    def __init__(self, name, kind, permits):
        super().__init__(name)
        self.permits = permits
        self.semaphore = kind(permits)
        self.guard = threading.Lock()
        self.inside = self.most = 0

    def hold(self, me, how):
        if take(self.semaphore, how):
            self.enter(1)
            time.sleep(0)
            self.enter(-1)
            self.semaphore.release()

    def hold_several(self, me, count):
        """Takes what it can get of them, and gives all back at once."""
        taken = sum(self.semaphore.acquire(False) for _ in range(count))
        if taken:
            self.enter(taken)
            self.enter(-taken)
            self.semaphore.release(taken)

    def enter(self, count):
        with self.guard:
            self.inside += count
            self.most = max(self.most, self.inside)

    def disturbed(self, me, number):
        with self.semaphore:
            pass

    def faults(self, workers):
        if self.most > self.permits:
            yield f"let {self.most} in at once"
        if self.semaphore._value != self.permits:
            yield f"has {self.semaphore._value} permits, not {self.permits}"

    def faults_after_interrupt(self):
        if self.semaphore._value > self.permits:
            yield f"has {self.semaphore._value} permits, not {self.permits}"


class Notified(Shared):
    """A condition without time limits: as many wake up as were notified."""

    def __init__(self, name, condition):
        super().__init__(name)
        self.condition = condition
        self.waiting = self.notified = self.woken = 0

    def wait(self, me, timeout):
        with self.condition:
            self.waiting += 1
            if not self.condition.wait(timeout):
                me.fault("the wait ended without a notification")
            self.waiting -= 1
            self.woken += 1
            if self.woken > self.notified:
                me.fault(f"{self.notified} were notified, {self.woken} woke up")

    def notify(self, me, count):
        with self.condition:
            self.notified += min(count, self.waiting - (self.notified - self.woken))
            self.condition.notify(count)

    def help(self):
        self.notify(None, 1)

    def faults(self, workers):
        if self.notified != self.woken:
            yield f"{self.notified} were notified, {self.woken} woke up"

    def faults_after_interrupt(self):
        if self.condition._waiters:
            yield "somebody is still queued, and nobody waits"


class TimedWaits(Shared):
    """A condition with time limits, whose waits may be interrupted."""

    def __init__(self, name):
        super().__init__(name)
        self.condition = threading.Condition()
        self.notified = self.woken = 0

    def wait(self, me, timeout):
        with self.condition:
            self.woken += self.condition.wait(timeout)

    def notify(self, me, count):
        with self.condition:
            self.notified += min(count, len(self.condition._waiters))
            self.condition.notify(count)

    def help(self):
        self.notify(None, 1)

    def disturbed(self, me, number):
        with self.condition:
            self.condition.wait(0.01)

    def faults(self, workers):
        if self.woken > self.notified:
            yield f"{self.notified} were notified, {self.woken} woke up"
        yield from self.faults_after_interrupt()
        yield from self.taken(self.condition)

    def faults_after_interrupt(self):
        if self.condition._waiters:
            yield "somebody is still queued, and nobody waits"


class Tokens(Shared):
    """A token for each notification: where one is lost, a thread waits beside a token, for ever."""

    def __init__(self, name, lock):
        super().__init__(name)
        self.condition = threading.Condition(lock)
        self.tokens = 0

    def take(self, me):
        with self.condition:
            self.condition.wait_for(lambda: self.tokens)
            self.tokens -= 1

    def put(self, me, count):
        with self.condition:
            self.tokens += count
            self.condition.notify(count)

    def help(self):
        with self.condition:
            if len(self.condition._waiters) > self.tokens:
                self.tokens += 1
                self.condition.notify()

    def disturbed(self, me, number):
        """Waits for one notification. Where it is interrupted elsewhere than in the wait, it may have used it: it gives another."""
        try:
            with self.condition:
                if self.condition.wait(0.02):
                    self.condition.notify()
        except BaseException as stop:
            if not raised_in_wait(stop):
                me.again(self.notify)
            raise

    def notify(self):
        with self.condition:
            self.condition.notify()

    def faults(self, workers):
        yield from self.faults_after_interrupt()
        yield from self.taken(self.condition)
        if self.tokens < 0:
            yield f"{-self.tokens} tokens too many were taken"

    def faults_after_interrupt(self):
        if self.condition._waiters:
            yield "somebody is still queued, and nobody waits"


class Events(Shared):
    """An event; who waits when it is set wakes up, even if it is cleared at once."""

    def __init__(self, name):
        super().__init__(name)
        self.event = threading.Event()

    def wait(self, me, timeout):
        if not self.event.wait(timeout) and timeout is None:
            me.fault("the wait ended, and it was not set")

    def set(self, me):
        self.event.set()

    def clear(self, me):
        self.event.clear()

    def set_and_clear(self, me):
        self.event.set()
        self.event.clear()

    def help(self):
        self.set_and_clear(None)

    def disturbed(self, me, number):
        self.event.wait(0.02)

    def faults(self, workers):
        self.event.set()
        if not self.event.wait(0) or not self.event.is_set():
            yield "is not set after it was"


class Parties(Shared):
    """A barrier: each round lets every place through once."""

    LOOKS = 3

    def __init__(self, name, parties):
        super().__init__(name)
        self.parties = parties
        self.barrier = threading.Barrier(parties)
        self.looks = self.resets = 0

    def wait(self, me, timeout):
        try:
            place = self.barrier.wait(timeout)
        except threading.BrokenBarrierError:
            return
        if not 0 <= place < self.parties:
            me.fault(f"place {place}")
        me.tally[self.name, place] += 1

    def help(self):
        """Sends those home that wait for parties that may never come, and mends what a timeout has broken."""
        self.looks = self.looks + 1 if self.barrier.n_waiting or self.barrier.broken else 0
        if self.looks >= self.LOOKS:
            self.barrier.reset()
            self.resets += 1
            self.looks = 0

    def disturbed(self, me, number):
        # Interrupted, it may have taken a place that it does not tell of; who comes next gets the number of another that waits.
        me.tally[self.name, "missing"] += 1
        self.wait(me, None)
        me.tally[self.name, "missing"] -= 1

    def faults(self, workers):
        places = [self.done(workers, place) for place in range(self.parties)]
        missing = sum(max(places) - count for count in places)
        if missing > self.done(workers, "missing") * self.parties:
            yield f"the places were taken so often: {places}"
        yield from self.faults_after_interrupt()

    def faults_after_interrupt(self):
        if self.barrier.n_waiting:
            yield f"{self.barrier.n_waiting} wait, and nobody is there"


class Items(Shared):
    """A queue: what was put is got once, and in the order of the queue."""

    def __init__(self, name, made):
        super().__init__(name)
        self.queue = made
        self.helper_put, self.helper_got = [], []

    def put(self, me, timeout):
        item = me.number, len(me.put[self.name])
        try:
            self.queue.put(item, timeout=timeout)
        except queue.Full:
            return
        me.put[self.name].append(item)

    def get(self, me, timeout):
        try:
            item = self.queue.get(timeout=timeout)
        except queue.Empty:
            return
        me.got[self.name].append(item)
        if hasattr(self.queue, "task_done"):
            self.queue.task_done()

    def help(self):
        item = -1, len(self.helper_put)
        try:
            if self.queue.empty():
                self.queue.put_nowait(item)
                self.helper_put.append(item)
            elif getattr(self.queue, "maxsize", 0) and self.queue.full():
                self.helper_got.append(self.queue.get_nowait())
                self.queue.task_done()
        except (queue.Full, queue.Empty):
            pass

    def faults(self, workers):
        left = []
        while not self.queue.empty():
            left.append(self.queue.get_nowait())
        put = sorted(sum((me.put[self.name] for me in workers), self.helper_put))
        lists = [me.got[self.name] for me in workers] + [self.helper_got]
        got = sorted(sum(lists, left))
        if put != got:
            yield f"lost {sorted({*put} - {*got})}, made up {sorted({*got} - {*put})}, gave twice {len(got) - len({*got})}"
        if getattr(self.queue, "unfinished_tasks", len(left)) != len(left):
            yield f"{self.queue.unfinished_tasks} tasks unfinished, not {len(left)}"
        if isinstance(self.queue, queue.SimpleQueue) or type(self.queue) is queue.Queue:
            yield from (f"out of order: {items}" for items in lists if not in_order(items))


class Locals(Shared):
    """A thread's own attributes."""

    def __init__(self, name):
        super().__init__(name)
        self.local = threading.local()

    def use(self, me):
        before = getattr(self.local, "owner", me)
        self.local.owner = me
        time.sleep(0)
        if before is not me or self.local.owner is not me:
            me.fault("another thread's attribute")


class Threads(Shared):
    """Threads that threads start, and timers."""

    def run(self, me, operations, timeout):
        worker = me.world.worker(operations)
        worker.start()
        worker.join(timeout)
        if timeout is None:
            if worker.is_alive() or worker in threading.enumerate():
                me.fault("joined, and still there")

    def timer(self, me, delay, cancels):
        ran = []
        timer = threading.Timer(delay, ran.append, (1,))
        timer.daemon = True
        timer.start()
        if cancels:
            timer.cancel()
        timer.join()
        if len(ran) > 1 or not ran and not cancels:
            me.fault(f"a timer ran {len(ran)} times")

    def sleep(self, me, seconds):
        time.sleep(seconds)

    def look(self, me):
        if threading.current_thread() is not me or me not in threading.enumerate() or me.ident != threading.get_ident():
            me.fault("the thread does not find itself")

    def disturbed(self, me, number):
        """Joins a thread that ends by itself, and starts one."""
        workers = me.world.workers
        if workers and workers[number % len(workers)].has_begun:
            workers[number % len(workers)].join(0.02)
        me.world.thread(int).join()


class Pools(Shared):
    """A pool of threads that all share, and those that live for a moment."""

    def __init__(self, name):
        super().__init__(name)
        self.pool = concurrent.futures.ThreadPoolExecutor(3)

    def submit(self, me, count):
        futures = [self.pool.submit(pow, i, 2) for i in range(count)]
        if [future.result() for future in futures] != [i * i for i in range(count)]:
            me.fault("wrong results")

    def own(self, me, count):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            if list(pool.map(abs, range(count))) != list(range(count)):
                me.fault("wrong results")

    def faults(self, workers):
        self.pool.shutdown()
        return ()


def take(lock, how):
    if how == "block":
        return lock.acquire()
    return lock.acquire(False) if how == "poll" else lock.acquire(timeout=how)


def raised_in_wait(stop):
    """Whether an exception came out of the wait of a condition."""
    traceback = stop.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_name == "wait":
            return True
        traceback = traceback.tb_next
    return False


def in_order(items):
    """Whether the items of each thread come in the order in which it put them."""
    last = {}
    for number, count in items:
        if last.get(number, -1) >= count:
            return False
        last[number] = count
    return True


def all_objects():
    """One of each, by name."""
    return {shared.name: shared for shared in (
        Held("lock0", threading.Lock()), Held("lock1", threading.Lock()),
        Held("rlock0", threading.RLock()), PythonRLock("rlock1", threading._PyRLock()),
        Permits("semaphore0", threading.Semaphore, 3), Permits("semaphore1", threading.Semaphore, 1),
        Permits("bounded0", threading.BoundedSemaphore, 2),
        Notified("condition0", threading.Condition()), Notified("condition1", threading.Condition(threading.Lock())),
        TimedWaits("timed0"), Tokens("tokens0", threading.Lock()), Tokens("tokens1", threading.RLock()),
        Events("event0"), Events("event1"), Parties("barrier0", 3), Parties("barrier1", 2),
        Items("queue0", queue.Queue()), Items("queue1", queue.Queue(2)), Items("lifo0", queue.LifoQueue()),
        Items("priority0", queue.PriorityQueue()), Items("simple0", queue.SimpleQueue()),
        Locals("local0"), Threads("thread0"), Pools("pool0"))}
