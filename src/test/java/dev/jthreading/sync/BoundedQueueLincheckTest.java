package dev.jthreading.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks {@link BoundedQueue} against a queue of one thread. A take has the first item, or finds none at some moment between its begin and
 * its end; only then may a timeout or an interrupt end it. A put finds room or none likewise.
 */
@Tag("lincheck")
class BoundedQueueLincheckTest {

    private static final int ROOM = 2;

    /** A queue that is empty in the beginning. */
    @Param(name = "item", gen = IntGen.class, conf = "1:9")
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    public static class Queue {

        private final BoundedQueue<Integer> queue = new BoundedQueue<>(ROOM);

        @Operation
        public boolean tryPut(@Param(name = "item") int item) {
            return queue.tryPut(item);
        }

        @Operation
        public boolean put(@Param(name = "item") int item, @Param(name = "looks") int looks) throws InterruptedException {
            CheckedDeadline deadline = new CheckedDeadline(looks);
            boolean put = queue.put(item, deadline, Blocking.JAVA);
            deadline.ended(put);
            return put;
        }

        @Operation
        public boolean putOrBeInterrupted(@Param(name = "item") int item, @Param(name = "looks") int parks) {
            try {
                return queue.put(item, CheckedDeadline.never(), new CheckedBlocking(parks));
            } catch (InterruptedException e) {
                return false;
            }
        }

        @Operation
        public @Nullable Object poll() {
            return queue.poll();
        }

        @Operation
        public @Nullable Object take(@Param(name = "looks") int looks) throws InterruptedException {
            CheckedDeadline deadline = new CheckedDeadline(looks);
            Object item = queue.take(deadline, Blocking.JAVA);
            deadline.ended(item != null);
            return item;
        }

        @Operation
        public @Nullable Object takeOrBeInterrupted(@Param(name = "looks") int parks) {
            try {
                return queue.take(CheckedDeadline.never(), new CheckedBlocking(parks));
            } catch (InterruptedException e) {
                return null;
            }
        }

        @Operation
        public long size() {
            return queue.size();
        }
    }

    /** A queue of one thread. */
    public static class Specification {

        private final Deque<Integer> items = new ArrayDeque<>();

        public boolean tryPut(int item) {
            return items.size() < ROOM && items.add(item);
        }

        public boolean put(int item, int looks) {
            return tryPut(item);
        }

        public boolean putOrBeInterrupted(int item, int parks) {
            return tryPut(item);
        }

        public @Nullable Object poll() {
            return items.poll();
        }

        public @Nullable Object take(int looks) {
            return items.poll();
        }

        public @Nullable Object takeOrBeInterrupted(int parks) {
            return items.poll();
        }

        public long size() {
            return items.size();
        }
    }

    @Test
    void modelCheck() {
        Lincheck.modelCheck(Queue.class, Specification.class, 3);
    }

    @Test
    void stress() {
        Lincheck.stress(Queue.class, Specification.class, 3);
    }
}
