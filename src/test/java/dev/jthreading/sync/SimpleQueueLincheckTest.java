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
 * Checks {@link SimpleQueue} against a queue of one thread. A take has the first item, or finds none at some moment between its
 * begin and its end; only then may a timeout or an interrupt end it.
 */
@Tag("lincheck")
class SimpleQueueLincheckTest {

    /** A queue that is empty in the beginning. */
    @Param(name = "item", gen = IntGen.class, conf = "1:9")
    @Param(name = "looks", gen = IntGen.class, conf = "0:2")
    public static class Queue {

        private final SimpleQueue queue = new SimpleQueue();

        @Operation
        public void put(@Param(name = "item") int item) {
            queue.put(item);
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
        public boolean isEmpty() {
            return queue.isEmpty();
        }
    }

    /** A queue of one thread. */
    public static class Specification {

        private final Deque<Object> items = new ArrayDeque<>();

        public void put(int item) {
            items.add(item);
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

        public boolean isEmpty() {
            return items.isEmpty();
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
