package dev.jthreading.interpreter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A channel between interpreters, first in, first out. Its items belong to no context. (CPython's {@code _interpchannels}; PEP 554.)
 *
 * <p>An interpreter that sends or receives is bound to that end, until it releases the end or ends itself. The channel closes when the
 * last interpreter has released the last end that any was bound to.
 */
public final class SharedChannel {

    /*
     * Implementation note: every operation is a few steps under one monitor. Nothing waits in it, and no code of an application's runs.
     *
     *     state      send                receive                  becomes
     *     OPEN       appends             takes                    CLOSING by close of the send end alone, CLOSED by any other
     *     CLOSING    is CLOSED           takes what is left       CLOSED as soon as nothing is left
     *     CLOSED     is CLOSED           is CLOSED                nothing else; it has neither items nor interpreters
     *
     * A sender that waits does so on its item. Whoever takes the item out says in the item why, and sets its event.
     */

    /** What an operation came to. */
    public enum Result {
        DONE(0),
        /** The end is closed, for all interpreters. */
        CLOSED(1),
        /** The interpreter has released the end. */
        RELEASED(2),
        /** The channel has items, so the close must be forced. */
        NOT_EMPTY(3),
        /** The channel has no item. */
        EMPTY(4),
        /** Nobody received the item until the deadline. */
        NOT_IN_TIME(5),
        /** The channel was closed while the sender waited. */
        CLOSED_MEANWHILE(6);

        private final int code;

        Result(int code) {
            this.code = code;
        }

        /** The number that the facade knows it by. */
        public int code() {
            return code;
        }
    }

    /** One end of a channel. */
    public enum End { SEND, RECV }

    private enum State { OPEN, CLOSING, CLOSED }

    /** What an interpreter has to do with an end. */
    private enum Use { NONE, BOUND, RELEASED }

    /** An item, whose sender may wait until it was received. */
    public static final class Item extends SharedItem {
        private final Event gone = new Event();
        /** Why the item is gone, if it is. */
        private volatile Result outcome = Result.NOT_IN_TIME;

        public Item(long sender, Object value, int unbound) {
            super(sender, value, unbound);
        }

        /** What the send came to, when {@link SharedChannel#await} has returned. */
        public Result outcome() {
            return outcome;
        }

        private void leave(Result why) {
            outcome = why;
            gone.set();
        }
    }

    private final long id;
    private final int unbound;
    private final int fallback;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private State state = State.OPEN;
    @GuardedBy("lock")
    private final Deque<Item> items = new ArrayDeque<>();
    /** By interpreter. */
    @GuardedBy("lock")
    private final Map<Long, Use> senders = new TreeMap<>();
    @GuardedBy("lock")
    private final Map<Long, Use> receivers = new TreeMap<>();

    SharedChannel(long id, int unbound, int fallback) {
        this.id = id;
        this.unbound = unbound;
        this.fallback = fallback;
    }

    public long id() {
        return id;
    }

    /** What becomes of an item whose interpreter has ended, if the item does not say. */
    public int unbound() {
        return unbound;
    }

    public int fallback() {
        return fallback;
    }

    /** Whether both ends are closed for all interpreters. */
    public boolean isClosed() {
        synchronized (lock) {
            return state == State.CLOSED;
        }
    }

    /** Whether that end is closed for all interpreters. */
    public boolean isClosed(End end) {
        synchronized (lock) {
            return state == State.CLOSED || (state == State.CLOSING && end == End.SEND);
        }
    }

    /** Appends an item, and binds its sender to the send end. Does not wait until it is received: see {@link #await}. */
    public Result send(Item item) {
        synchronized (lock) {
            if (isClosed(End.SEND)) {
                return Result.CLOSED;
            }
            if (!bind(senders, item.sender())) {
                return Result.RELEASED;
            }
            items.add(item);
            return Result.DONE;
        }
    }

    /**
     * Waits until an item that was sent is gone; false if the deadline passed before. However the wait ends, the item is not in the channel
     * after it.
     */
    public boolean await(Item item, Deadline deadline, Blocking blocking) throws InterruptedException {
        try {
            item.gone.await(deadline, blocking);
        } finally {
            withdraw(item);
        }
        return item.outcome != Result.NOT_IN_TIME;
    }

    private void withdraw(Item item) {
        synchronized (lock) {
            items.remove(item);
            closeIfDrained();
        }
    }

    /** Has {@code taker} take the first item, and binds the receiver to the receive end, also if there is none. */
    public Result receive(long receiver, Consumer<Item> taker) {
        synchronized (lock) {
            if (state == State.CLOSED) {
                return Result.CLOSED;
            }
            if (!bind(receivers, receiver)) {
                return Result.RELEASED;
            }
            Item first = items.poll();
            closeIfDrained();
            if (first == null) {
                return Result.EMPTY;
            }
            taker.accept(first);
            first.leave(Result.DONE);
            return Result.DONE;
        }
    }

    /** Binds an interpreter to an end; false if it was bound and has released it. */
    @GuardedBy("lock")
    private boolean bind(Map<Long, Use> uses, long interpreter) {
        return uses.putIfAbsent(interpreter, Use.BOUND) != Use.RELEASED;
    }

    /**
     * Closes the channel for all interpreters. While it has items, that must be forced, unless it is about the send end alone: then
     * what was sent can still be received.
     */
    public Result close(boolean send, boolean recv, boolean force) {
        synchronized (lock) {
            boolean sendAlone = send && !recv;
            if (state == State.CLOSED || (state == State.CLOSING && sendAlone && !force)) {
                return Result.CLOSED;
            }
            if (items.isEmpty() || force) {
                shut();
            } else if (sendAlone) {
                state = State.CLOSING;
            } else {
                return Result.NOT_EMPTY;
            }
            return Result.DONE;
        }
    }

    /** Releases ends of the channel for one interpreter, also those that it was not bound to. */
    public Result release(long interpreter, boolean send, boolean recv) {
        synchronized (lock) {
            if (state == State.CLOSED) {
                return Result.CLOSED;
            }
            if (send) {
                senders.put(interpreter, Use.RELEASED);
            }
            if (recv) {
                receivers.put(interpreter, Use.RELEASED);
            }
            closeIfUnbound();
            return Result.DONE;
        }
    }

    /** An interpreter has ended: its ends are released, and its items become what they said. */
    void endInterpreter(long interpreter) {
        synchronized (lock) {
            items.removeIf(item -> item.endSender(interpreter));
            closeIfDrained();
            boolean sender = senders.replace(interpreter, Use.RELEASED) != null;
            boolean receiver = receivers.replace(interpreter, Use.RELEASED) != null;
            if (sender || receiver) {
                closeIfUnbound();
            }
        }
    }

    @GuardedBy("lock")
    private void closeIfUnbound() {
        if (!senders.containsValue(Use.BOUND) && !receivers.containsValue(Use.BOUND)) {
            shut();
        }
    }

    @GuardedBy("lock")
    private void closeIfDrained() {
        if (state == State.CLOSING && items.isEmpty()) {
            shut();
        }
    }

    @GuardedBy("lock")
    private void shut() {
        state = State.CLOSED;
        items.forEach(item -> item.leave(Result.CLOSED_MEANWHILE));
        items.clear();
        senders.clear();
        receivers.clear();
    }

    /** The interpreters that are bound to an end, in the order in which they were made. */
    public List<Long> boundTo(End end) {
        synchronized (lock) {
            Map<Long, Use> uses = end == End.SEND ? senders : receivers;
            return uses.entrySet().stream().filter(use -> use.getValue() == Use.BOUND).map(Map.Entry::getKey).toList();
        }
    }

    public long size() {
        synchronized (lock) {
            return items.size();
        }
    }

    /** The fields of CPython's ChannelInfo for an interpreter, in their order. A number that is true or false is 1 or 0. */
    public long[] info(long interpreter) {
        synchronized (lock) {
            Use ownSend = senders.getOrDefault(interpreter, Use.NONE);
            Use ownRecv = receivers.getOrDefault(interpreter, Use.NONE);
            // In CPython, "both_send_released" tells of those that have released the receive end, and the other way round.
            return new long[]{
                toNumber(state == State.OPEN), toNumber(state == State.CLOSING), toNumber(state == State.CLOSED), items.size(),
                count(Use.BOUND, Use.NONE), count(Use.RELEASED, Use.NONE), count(Use.NONE, Use.BOUND), count(Use.NONE, Use.RELEASED),
                count(Use.BOUND, Use.BOUND), count(Use.RELEASED, Use.RELEASED), count(Use.BOUND, Use.RELEASED),
                count(Use.RELEASED, Use.BOUND),
                toNumber(ownSend == Use.BOUND), toNumber(ownSend == Use.RELEASED),
                toNumber(ownRecv == Use.BOUND), toNumber(ownRecv == Use.RELEASED)};
        }
    }

    /** How many interpreters use the two ends so. */
    @GuardedBy("lock")
    private long count(Use send, Use recv) {
        long count = 0;
        for (Map.Entry<Long, Use> sender : senders.entrySet()) {
            count += sender.getValue() == send && receivers.getOrDefault(sender.getKey(), Use.NONE) == recv ? 1 : 0;
        }
        for (Map.Entry<Long, Use> receiver : receivers.entrySet()) {
            count += send == Use.NONE && receiver.getValue() == recv && !senders.containsKey(receiver.getKey()) ? 1 : 0;
        }
        return count;
    }

    private static long toNumber(boolean flag) {
        return flag ? 1 : 0;
    }
}
