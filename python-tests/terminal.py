"""Talks to an interactive interpreter at a terminal, as a user does who presses Ctrl-C, and prints what both say.

    python terminal.py interpreter arguments

Needs CPython. The last line tells the exit status of the interpreter.
"""

import os
import pty
import select
import signal
import sys
import time

PATIENCE = 60
CONTROL_C = "\x03"
# Time for the interpreter to be in what it has been told to do, or at its prompt, after it has written a mark.
PAUSE = 0.7
READY = "print('re' + 'ady', flush=True); "

# What is typed, and what the interpreter writes before that.
CONVERSATION = [
    ("more information", "import signal, sys, threading, time\r"),
    (None, "print('arguments', sys.argv[1:])\r"),
    ("arguments [", READY + "time.sleep(600)\r"),
    ("ready", CONTROL_C),
    ("KeyboardInterrupt", READY + "threading.Event().wait()\r"),
    ("ready", CONTROL_C),
    ("KeyboardInterrupt", READY + "exec('while True: pass')\r"),
    ("ready", CONTROL_C),
    ("KeyboardInterrupt", READY + "input()\r"),
    ("ready", CONTROL_C),
    ("KeyboardInterrupt", "old = signal.signal(signal.SIGINT, lambda *args: print('hand' + 'led'))\r"),
    (None, "1 + 1\r"),
    (None, READY + "time.sleep(3); print('sle' + 'pt')\r"),
    ("ready", CONTROL_C),
    ("slept", "print('the answer', input())\r"),
    (None, "forty-two\r"),
    ("the answer forty-two", "old = signal.signal(signal.SIGINT, old)\r"),
    (None, READY + "time.sleep(600)\r"),
    ("ready", CONTROL_C),
    ("KeyboardInterrupt", "import jthreading; print('this is', jthreading.__version__)\r"),
    ("this is", "sys.exit(7)\r"),
]


class Terminal:
    """A terminal with a program at it."""

    def __init__(self, command):
        self._program, self._terminal = pty.fork()
        if not self._program:
            os.environ["TERM"] = "dumb"
            # Whoever runs this may have had it ignored, which children inherit.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execv(command[0], command)
        self._written = b""
        self._read = 0

    def wait_for(self, mark):
        """Waits until the program writes a mark."""
        end = time.monotonic() + PATIENCE
        while (found := self._written.find(mark.encode(), self._read)) < 0:
            if time.monotonic() > end or not self._receive():
                raise SystemExit(f"no {mark!r} in\n{self.text()}")
        self._read = found + len(mark)

    def _receive(self):
        if select.select([self._terminal], [], [], 0.1)[0]:
            try:
                self._written += (received := os.read(self._terminal, 65536))
            except OSError:
                # Linux says so when the program has ended.
                return False
            return bool(received)
        return True

    def type(self, text):
        """Presses keys."""
        os.write(self._terminal, text.encode())

    def end(self):
        """Waits for the end of the program, and returns its status."""
        end = time.monotonic() + PATIENCE
        while self._receive():
            if time.monotonic() > end:
                raise SystemExit(f"no end after\n{self.text()}")
        return os.waitstatus_to_exitcode(os.waitpid(self._program, 0)[1])

    def text(self):
        """All that has been seen at the terminal."""
        return self._written.decode(errors="replace").replace("\r", "")


terminal = Terminal(sys.argv[1:])
for mark, text in CONVERSATION:
    if mark is not None:
        terminal.wait_for(mark)
    time.sleep(PAUSE)
    terminal.type(text)
status = terminal.end()
print(terminal.text())
print("status", status)
