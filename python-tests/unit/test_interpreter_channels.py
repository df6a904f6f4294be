"""Channels between interpreters: what CPython's own tests do not show."""

import _interpchannels as channels
import gc
import signal
import threading
import time
import unittest

from concurrent import interpreters
from waits import PATIENCE_SECONDS

REMOVE, ERROR, REPLACE = 1, 2, 3


def outcome(function, *args, **kwargs):
    """What the function returns, or the type and the text of what it raises."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return type(error), str(error)


class ChannelTest(unittest.TestCase):

    def setUp(self):
        self.channel = channels.create(REPLACE)
        self.id = int(self.channel)

    def send(self, *values, **how):
        for value in values:
            channels.send(self.channel, value, blocking=False, **how)

    def closed(self, why="is closed"):
        return channels.ChannelClosedError, f"channel {self.id} {why}"

    def start(self, function, *args, **kwargs):
        results = []
        thread = threading.Thread(target=lambda: results.append(outcome(function, *args, **kwargs)), daemon=True)
        thread.start()
        return thread, results

    def until_count(self, count):
        end = time.monotonic() + PATIENCE_SECONDS
        while channels.get_count(self.channel) != count and time.monotonic() < end:
            time.sleep(0.001)
        self.assertEqual(channels.get_count(self.channel), count)


class BadInputTest(ChannelTest):

    def test_ids(self):
        for id, expected in (
            ("1", (TypeError, "channel ID must be an int, got str")), (1.0, (TypeError, "channel ID must be an int, got float")),
            (-1, (ValueError, "channel ID must be a non-negative int, got -1")), (2**63, (OverflowError, "int too big to convert")),
            (10**9, (channels.ChannelNotFoundError, "channel 1000000000 not found")),
        ):
            for function in (channels.recv, channels.close, channels.release, channels.destroy, channels.get_info, channels.get_count):
                with self.subTest(id=id, function=function.__name__):
                    self.assertEqual(outcome(function, id), expected)

    def test_arguments(self):
        for call, message in (
            (lambda: channels.send(), "channel_send() missing required argument 'cid' (pos 1)"),
            (lambda: channels.send(self.channel), "channel_send() missing required argument 'obj' (pos 2)"),
            (lambda: channels.send(1, 2, 3, 4, 5), "channel_send() takes at most 4 positional arguments (5 given)"),
            (lambda: channels.send(self.channel, 1, x=1), "channel_send() got an unexpected keyword argument 'x'"),
            (lambda: channels.recv(self.channel, cid=1), "argument for channel_recv() given by name ('cid') and position (1)"),
            (lambda: channels.destroy(cid=1, x=1), "channel_destroy() takes at most 1 keyword argument (2 given)"),
            (lambda: channels.list_interpreters(1, 2), "channel_list_interpreters() takes exactly 1 positional argument (2 given)"),
            (lambda: channels.list_all(1), "_interpchannels.list_all() takes no arguments (1 given)"),
            (lambda: channels.create("3"), "'str' object cannot be interpreted as an integer"),
            (lambda: channels.send(self.channel, 1, timeout="1"), "'str' object cannot be interpreted as an integer or float"),
            (lambda: channels.send_buffer(self.channel, 1), "memoryview: a bytes-like object is required, not 'int'"),
            (lambda: channels.ChannelID(1), "cannot create '_interpchannels.ChannelID' instances"),
        ):
            with self.subTest(message):
                self.assertEqual(outcome(call), (TypeError, message))

    def test_values(self):
        for call, error, message in (
            (lambda: channels.create(4), ValueError, "unsupported unboundop 4"),
            (lambda: channels.create(3, 2), ValueError, "unsupported fallback 2"),
            (lambda: channels.create(2**31), OverflowError, "signed integer is greater than maximum"),
            (lambda: channels.send(self.channel, 1, blocking=False, timeout=1), ValueError,
             "can't specify a timeout for a non-blocking call"),
            (lambda: channels.send(self.channel, 1, timeout=-1), ValueError, "timeout value must be a non-negative number"),
            (lambda: channels.send(self.channel, 1, timeout=10**10), OverflowError, "timestamp too large to convert to C PyTime_t"),
            (lambda: channels._channel_id(self.id, send=False, recv=False), ValueError, "'send' and 'recv' cannot both be False"),
        ):
            with self.subTest(message):
                self.assertEqual(outcome(call), (error, message))

    def test_what_cannot_travel_leaves_no_trace(self):
        self.assertEqual(outcome(self.send, [], fallback=0),
                         (interpreters.NotShareableError, "[] does not support cross-interpreter data"))
        self.assertEqual(channels.list_interpreters(self.channel, send=True), [])


class EndsTest(ChannelTest):

    def test_a_closed_channel_says_so(self):
        channels.close(self.channel)
        for call in (channels.recv, channels.close, channels.release, channels.get_count, channels.get_channel_defaults):
            self.assertEqual(outcome(call, self.channel), self.closed())
        self.assertEqual(outcome(channels.send, self.channel, 1), self.closed())
        self.assertTrue(channels.get_info(self.channel).closed)
        self.assertNotIn(self.channel, [id for id, _, _ in channels.list_all()])

    def test_a_channel_with_items_closes_only_when_forced(self):
        self.send(1)
        message = f"channel {self.id} may not be closed if not empty (try force=True)"
        self.assertEqual(outcome(channels.close, self.channel), (channels.ChannelNotEmptyError, message))
        channels.close(self.channel, force=True)
        self.assertEqual(outcome(channels.recv, self.channel), self.closed())

    def test_an_end_may_be_released_twice(self):
        self.send(1)
        channels.recv(self.channel)
        channels.release(self.channel, send=True)
        channels.release(self.channel, send=True)
        self.assertEqual(outcome(self.send, 2), self.closed("is already closed"))
        info = channels.get_info(self.channel)
        self.assertTrue(info.open and info.send_released and info.recv_associated)
        channels.release(self.channel)
        self.assertEqual(outcome(channels.release, self.channel), self.closed())


class WaitTest(ChannelTest):

    def test_a_send_that_is_not_received_in_time_is_taken_back(self):
        for timeout in (0, 0.01):
            self.assertEqual(outcome(channels.send, self.channel, 1, timeout=timeout), (TimeoutError, "timed out"))
            self.assertEqual(channels.recv(self.channel, "nothing"), ("nothing", None))

    def test_whatever_closes_the_channel_ends_the_wait(self):
        for close in (lambda: channels.close(self.channel, force=True), lambda: channels.destroy(self.channel),
                      lambda: channels.release(self.channel)):
            self.setUp()
            thread, results = self.start(channels.send, self.channel, 1)
            self.until_count(1)
            close()
            thread.join(PATIENCE_SECONDS)
            self.assertEqual(results, [self.closed("has closed")])

    def test_an_interrupted_send_is_taken_back(self):
        # Not by SIGINT itself, which may be ignored.
        self.addCleanup(signal.signal, signal.SIGALRM, signal.signal(signal.SIGALRM, signal.default_int_handler))
        self.addCleanup(signal.setitimer, signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with self.assertRaises(KeyboardInterrupt):
            channels.send(self.channel, 1, timeout=PATIENCE_SECONDS)
        self.assertEqual(channels.get_count(self.channel), 0)


class InterpretersTest(ChannelTest):

    def setUp(self):
        super().setUp()
        self.interpreter = interpreters.create()
        self.interpreter.prepare_main(channel=self.channel)
        self.interpreter.exec("import _interpchannels as channels")

    def tearDown(self):
        if self.interpreter in interpreters.list_all():
            self.interpreter.close()

    def test_a_send_waits_for_another_interpreter(self):
        thread, results = self.start(self.interpreter.exec, "channels.send(channel, 1)")
        self.until_count(1)
        self.assertEqual(channels.recv(self.channel), (1, None))
        thread.join(PATIENCE_SECONDS)
        self.assertEqual(results, [None])

    def test_items_of_an_ended_interpreter_become_what_they_said(self):
        self.send(0)
        self.interpreter.exec(f"for op in ({REMOVE}, {REMOVE}, {ERROR}, {REPLACE}): channels.send(channel, op, op, blocking=False)")
        self.send(5)
        self.interpreter.close()
        self.assertEqual([channels.recv(self.channel) for _ in range(4)], [(0, None), (None, ERROR), (None, REPLACE), (5, None)])
        self.assertEqual(channels.list_interpreters(self.channel, send=True), [0])

    def test_a_channel_that_closes_is_closed_when_its_last_item_goes_with_its_interpreter(self):
        self.interpreter.exec(f"channels.send(channel, 1, {REMOVE}, blocking=False)")
        channels.close(self.channel, send=True)
        self.interpreter.close()
        self.assertEqual(outcome(channels.close, self.channel), self.closed())
        self.assertTrue(channels.get_info(self.channel).closed)

    def test_a_channel_closes_with_the_last_interpreter_that_used_it(self):
        self.interpreter.exec("channels.send(channel, 1, blocking=False)")
        self.interpreter.close()
        self.assertEqual(outcome(channels.recv, self.channel), self.closed())

    def test_an_id_keeps_its_channel_wherever_it_is(self):
        travelling = channels.create(REPLACE)
        id = int(travelling)
        self.send(travelling.send)
        del travelling
        gc.collect()
        self.interpreter.exec("kept, _ = channels.recv(channel)")
        gc.collect()
        self.assertEqual(channels.get_count(id), 0)
        self.assertEqual(repr(channels._channel_id(id, send=True)), f"ChannelID({id}, send=True)")
        self.interpreter.exec("assert kept.end == 'send'; del kept")
        end = time.monotonic() + PATIENCE_SECONDS
        while id in [int(channel) for channel, _, _ in channels.list_all()] and time.monotonic() < end:
            gc.collect()
        self.assertEqual(outcome(channels.get_count, id), (channels.ChannelNotFoundError, f"channel {id} not found"))


if __name__ == "__main__":
    unittest.main()
