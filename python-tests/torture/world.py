"""Runs a plan: threads on shared objects, what disturbs them, a helper that ends waits, and a watchdog that tells of a hang."""

import _thread
import collections
import signal
import sys
import threading
import time

from objects import CPYTHON, all_objects

PATIENCE_SECONDS = 60
TICK_SECONDS = 0.002
# A thread that computes for ever would make a switch interval of a second last as long as there are threads.
COMPUTING_SECONDS = 1.0


class Stop(Exception):
    """Comes from outside, at any moment."""


class Worker(threading.Thread):
    """Does its operations one after the other, and notes what it did."""

    def __init__(self, world, operations, number):
        super().__init__(name=f"worker {number}", daemon=True)
        self.world = world
        self.operations = operations
        self.number = number
        self.tally = collections.Counter()
        self.put, self.got = collections.defaultdict(list), collections.defaultdict(list)
        self.faults = []
        self.next = 0
        self.has_begun = False

    def run(self):
        self.has_begun = True
        self.work()

    def work(self):
        while self.next < len(self.operations):
            name, operation, *arguments = self.operations[self.next]
            self.next += 1
            getattr(self.world.objects[name], operation)(self, *arguments)

    def fault(self, text):
        last = self.operations[self.next - 1] if self.next else ""
        self.faults.append(f"{self.name}, {last}: {text}")


class Victim(Worker):
    """A worker whose operations are interrupted, and who goes on with the next one."""

    def __init__(self, world, operations, number):
        if CPYTHON:
            operations = [operation for operation in operations if world.objects[operation[0]].disturbed_in_cpython]
        super().__init__(world, operations, number)
        self.name = f"victim {number}"
        self.stopped = 0
        self.armed = False
        self.ending = threading.Lock()

    def run(self):
        self.has_begun = True
        self.again(self.work)
        # Whoever is about to stop it knows it by its ident, which the next thread may have.
        with self.ending:
            pass

    def again(self, function):
        """Calls a function until it ends by itself. Only then may it be stopped, and only once each time: what it does after a
        stop is its own."""
        while not self.world.stuck:
            try:
                self.armed = True
                function()
                self.armed = False
                return
            except Stop:
                self.stopped += 1

    def stop(self, interrupt):
        """Has the application stop it, if it may be stopped now."""
        if self.ending.acquire(timeout=1):
            try:
                if self.may_be_stopped():
                    interrupt(self.ident, Stop)
            finally:
                self.ending.release()

    def may_be_stopped(self):
        """Whether to stop it now. Whoever gets True does so."""
        armed, self.armed = self.armed, False
        return armed


class World:
    """What a plan is run in. `interrupt`, of the application, raises an exception in a thread of which it gets the ident."""

    def __init__(self, plan, interrupt=None, patience=PATIENCE_SECONDS):
        self.plan = plan
        self.interrupt = interrupt
        self.patience = patience
        self.objects = all_objects()
        self.guard = threading.Lock()
        self.others = []
        self.children = []
        self.unexpected = []
        self.workers = [Worker(self, operations, number) for number, operations in enumerate(plan["threads"])]
        self.victims = [Victim(self, operations, 1000 + number) for number, operations in enumerate(plan["victims"])]
        self.ended = threading.Event()
        self.stuck = False
        self.calls = False
        self.called = self.disturbed = 0
        self.takes_signals = threading.current_thread() is threading.main_thread()

    def worker(self, operations):
        """A worker that another one starts."""
        with self.guard:
            child = Worker(self, operations, 2000 + len(self.children))
            self.children.append(child)
        return child

    def thread(self, target):
        """A thread that runs a function, started."""
        thread = threading.Thread(target=target, daemon=True)
        self.others.append(thread)
        thread.start()
        return thread

    def everybody(self):
        return [*self.workers, *self.victims, *self.children]

    def run(self):
        """Runs the plan, and returns what is wrong, a list of texts."""
        before = {*threading.enumerate()}
        hooks = threading.excepthook, sys.unraisablehook
        threading.excepthook = sys.unraisablehook = self.uncaught
        interval = sys.getswitchinterval()
        watchdog = threading.Thread(target=self.watch, name="watchdog", daemon=True)
        handlers = self.handle_signals()
        try:
            watchdog.start()
            self.until_done()
        except Stop:
            # The watchdog's.
            assert self.stuck
        finally:
            sys.setswitchinterval(interval)
            for number, handler in handlers.items():
                signal.signal(number, handler)
        watchdog.join()
        threading.excepthook, sys.unraisablehook = hooks
        if self.stuck:
            return ["threads are stuck"]
        return [*self.faults(), *self.left(before)]

    def until_done(self):
        """Starts all threads and waits for their ends; the main thread is a victim as long as there are disturbances."""
        sys.setswitchinterval(self.plan["interval"])
        threads = [threading.Thread(target=target, daemon=True) for target in [self.compute] * self.plan["computing"] + [self.help]]
        disturber = threading.Thread(target=self.disturb, name="disturber", daemon=True)
        for thread in [*self.workers, *self.victims[1:], *threads, disturber]:
            thread.start()
        for main in self.victims[:1]:
            main.run()
        for thread in [disturber, *self.workers, *self.victims[1:]]:
            self.join(thread)
        for thread in [*self.children, *self.others]:
            if thread.ident is not None:
                self.join(thread)
        self.ended.set()
        for thread in threads:
            self.join(thread)

    def join(self, thread):
        """Waits for the end of a thread, or for the watchdog to give up."""
        while thread.is_alive() and not self.stuck:
            thread.join(0.5)

    def handle_signals(self):
        """Takes the signals over; returns the handlers that they had, none if this is not the main thread."""
        if not self.takes_signals:
            return {}
        return {number: signal.signal(number, handler) for number, handler in (
            (signal.SIGALRM, self.alarm), (signal.SIGINT, self.raise_stop))}

    def alarm(self, signum, frame):
        if self.calls and not self.stuck:
            self.call()
        else:
            self.raise_stop(signum, frame)

    def raise_stop(self, signum, frame):
        if self.stuck or self.victims and self.victims[0].may_be_stopped():
            raise Stop

    def call(self):
        """What a handler does that returns: it waits itself."""
        lock = self.objects["lock0"].lock
        if lock.acquire(timeout=0.001):
            lock.release()
        self.called += 1

    def disturb(self):
        """Does what the plan has come from outside."""
        for kind, delay, target, interval in self.plan["disturbances"]:
            time.sleep(delay)
            self.disturbed += 1
            if kind == "interval":
                sys.setswitchinterval(interval)
            elif kind != "interrupt" and not self.takes_signals:
                continue
            elif kind in ("alarm", "call"):
                self.calls = kind == "call"
                signal.setitimer(signal.ITIMER_REAL, 0.0001 + delay)
            elif kind == "interrupt_main":
                _thread.interrupt_main()
            elif self.interrupt is not None and 0 < target < len(self.victims):
                self.victims[target].stop(self.interrupt)
        if self.takes_signals:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def compute(self):
        end = time.monotonic() + COMPUTING_SECONDS
        while time.monotonic() < end and not self.ended.is_set():
            for _ in range(10_000):
                pass

    def help(self):
        """Ends waits that no thread may be left to end."""
        plan = self.plan["threads"] + self.plan["victims"]
        names = {operation[0] for operations in plan for operation in operations}
        names |= {operation[0] for operations in plan for _, what, *arguments in operations if what == "run" for operation in arguments[0]}
        while not self.ended.is_set() and not self.stuck:
            time.sleep(TICK_SECONDS)
            for name in sorted(names):
                self.objects[name].help()

    def watch(self):
        """Tells of a hang: no thread has come to its next operation for a long time, and some have not ended."""
        progress, since = None, time.monotonic()
        while not self.ended.wait(0.25):
            now = self.disturbed, [worker.next for worker in self.everybody()], [thread.is_alive() for thread in self.everybody()]
            if now != progress:
                progress, since = now, time.monotonic()
            elif time.monotonic() - since > self.patience:
                self.tell_of_hang()
                return

    def tell_of_hang(self):
        print(f"seed {self.plan['seed']}: no thread has done anything for {self.patience} s", file=sys.stderr)
        for worker in self.everybody():
            if worker.ident is None or worker.is_alive() or worker in self.victims[:1]:
                print(f"  {worker.name} is at {worker.operations[worker.next - 1:worker.next]}", file=sys.stderr)
        dump()
        self.stuck = True
        # The main thread may be one of those that hang.
        if self.interrupt is not None:
            self.interrupt(threading.main_thread().ident, Stop)
        else:
            _thread.interrupt_main()

    def uncaught(self, args):
        """Hears of exceptions that end threads, and of those in what the interpreter calls by itself, as for a weak reference."""
        if args.exc_type is not Stop:
            import traceback
            text = "".join(traceback.format_exception(args.exc_type, args.exc_value, args.exc_traceback))
            self.unexpected.append(f"{getattr(args, 'thread', None) or threading.current_thread()}: {text}")

    def faults(self):
        """What is wrong with the objects."""
        workers = self.everybody()
        yield from self.unexpected
        for worker in workers:
            yield from worker.faults
            if worker.next < len(worker.operations):
                yield f"{worker.name} has ended after {worker.next} of {len(worker.operations)} operations"
        for name, shared in self.objects.items():
            yield from (f"{name}: {fault}" for fault in shared.faults(workers))

    def faults_after_interrupt(self):
        """What is wrong after all threads were ended wherever they were: a lock that was just taken may have stayed so."""
        for name, shared in self.objects.items():
            yield from (f"{name}: {fault}" for fault in shared.faults_after_interrupt())

    def left(self, before):
        """Threads that are still there."""
        end = time.monotonic() + self.patience
        while {*threading.enumerate()} - before and time.monotonic() < end:
            time.sleep(0.01)
        left = {*threading.enumerate()} - before
        if left:
            yield f"threads are left: {left}"


def dump():
    """What all threads do."""
    try:
        import jthreading
    except ImportError:
        import faulthandler
        faulthandler.dump_traceback()
    else:
        jthreading.dump_threads()
