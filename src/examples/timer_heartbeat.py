"""A heartbeat made of timers, and a watchdog that listens to it.

A Timer fires once, so a heartbeat starts the next Timer each time one fires.
The watchdog is the opposite: a Timer that is cancelled and replaced at each
beat, and that fires only when the beats stay away.

    python timer_heartbeat.py --beats 10 --interval 0.02
"""

import argparse
import threading


class Heartbeat:
    """Calls `on_beat(number)` every `interval` seconds until it is stopped."""

    def __init__(self, interval, on_beat):
        self._interval = interval
        self._on_beat = on_beat
        self._lock = threading.Lock()
        self._timer = None
        self._running = False
        self._beats = 0

    def start(self):
        with self._lock:
            self._running = True
            self._schedule()

    def stop(self):
        """Cancel the next beat; one that is under way may still finish."""
        with self._lock:
            self._running = False
            self._timer.cancel()

    def _schedule(self):
        self._timer = threading.Timer(self._interval, self._beat)
        self._timer.start()

    def _beat(self):
        with self._lock:
            if not self._running:
                return
            self._beats += 1
            number = self._beats
        self._on_beat(number)
        with self._lock:
            if self._running:
                self._schedule()


class Watchdog:
    """Sets `alarm` when `feed` was not called for `patience` seconds."""

    def __init__(self, patience):
        self.alarm = threading.Event()
        self.fed = 0
        self._patience = patience
        self._timer = None

    def start(self):
        self._timer = threading.Timer(self._patience, self.alarm.set)
        self._timer.daemon = True
        self._timer.start()

    def feed(self):
        self._timer.cancel()
        self.fed += 1
        self.start()

    def stop(self):
        self._timer.cancel()
        self._timer.join()


def beat_under_watch(beats, interval):
    """Let a heart beat `beats` times under the eyes of a patient watchdog."""
    watchdog = Watchdog(patience=60)
    finished = threading.Event()

    def on_beat(number):
        print(f"beat {number}")
        watchdog.feed()
        if number >= beats:
            heartbeat.stop()
            finished.set()

    heartbeat = Heartbeat(interval, on_beat)
    watchdog.start()
    heartbeat.start()
    try:
        finished.wait()
    finally:
        heartbeat.stop()
        watchdog.stop()
    return watchdog


def silence_under_watch(patience):
    """Start a watchdog and no heart; return whether it raised the alarm."""
    watchdog = Watchdog(patience)
    watchdog.start()
    alarmed = watchdog.alarm.wait(60)
    watchdog.stop()
    return alarmed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--beats", type=int, default=10)
    parser.add_argument("--interval", type=float, default=0.02, help="seconds between two beats")
    options = parser.parse_args()

    watchdog = beat_under_watch(options.beats, options.interval)
    print(f"fed {watchdog.fed} times, alarm: {watchdog.alarm.is_set()}")
    print(f"without a heart, alarm: {silence_under_watch(options.interval)}")


if __name__ == "__main__":
    main()
