package dev.jthreading.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Items: none is taken twice, none is lost, their order stays, and no put leaves a waiting thread behind. */
public final class SimpleQueueStress {

    private SimpleQueueStress() { }

    /** The item that a take returned, or the word for its end. */
    private static String take(SimpleQueue queue, Blocking blocking) {
        Object[] taken = {Waits.NO};
        String outcome = Waits.outcome(limit -> {
            Object item = queue.take(limit, blocking);
            taken[0] = item == null ? Waits.NO : item;
            return item != null;
        });
        return Waits.YES.equals(outcome) ? taken[0].toString() : outcome;
    }

    private static String take(SimpleQueue queue) {
        return take(queue, Waits.any());
    }

    private static String poll(SimpleQueue queue) {
        Object item = queue.poll();
        return item == null ? Waits.NO : item.toString();
    }

    /** Two threads try. */
    @JCStressTest
    @Description("Two threads try to take one item")
    @Outcome(id = {"a, no, 0", "no, a, 0"}, expect = ACCEPTABLE, desc = "One of them has it.")
    @State
    public static class OneItem {
        private final SimpleQueue queue = new SimpleQueue();

        public OneItem() {
            queue.put("a");
        }

        @Actor
        public void one(LLL_Result r) {
            r.r1 = poll(queue);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = poll(queue);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = queue.size();
        }
    }

    /** Both items are there. */
    @JCStressTest
    @Description("Two threads put")
    @Outcome(id = {"a, b, 0", "b, a, 0"}, expect = ACCEPTABLE, desc = "Both items, in one order or the other.")
    @State
    public static class TwoPuts {
        private final SimpleQueue queue = new SimpleQueue();

        @Actor
        public void one() {
            queue.put("a");
        }

        @Actor
        public void two() {
            queue.put("b");
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r1 = poll(queue);
            r.r2 = poll(queue);
            r.r3 = queue.size();
        }
    }

    /** The item reaches the thread that waits. */
    @JCStressTest
    @Description("A put against a take that waits")
    @Outcome(id = "a, put, 0", expect = ACCEPTABLE, desc = "The item is taken.")
    @State
    public static class PutAgainstTake {
        private final SimpleQueue queue = new SimpleQueue();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = take(queue);
        }

        @Actor
        public void two(LLL_Result r) {
            queue.put("a");
            r.r2 = "put";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = queue.size();
        }
    }

    /** Items come in their order. */
    @JCStressTest
    @Description("Two puts of a thread against two takes that wait")
    @Outcome(id = "a, b, 0", expect = ACCEPTABLE, desc = "Both items in the order in which they were put.")
    @State
    public static class Order {
        private final SimpleQueue queue = new SimpleQueue();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = take(queue);
            r.r2 = take(queue);
        }

        @Actor
        public void two() {
            queue.put("a");
            queue.put("b");
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = queue.size();
        }
    }

    /** Both takes end. */
    @JCStressTest
    @Description("A thread puts two items and takes one, against another take")
    @Outcome(id = {"a, b, 0", "b, a, 0"}, expect = ACCEPTABLE, desc = "Each has one.")
    @State
    public static class TwoTakes {
        private final SimpleQueue queue = new SimpleQueue();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = take(queue);
        }

        @Actor
        public void two(LLL_Result r) {
            queue.put("a");
            queue.put("b");
            r.r2 = take(queue);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = queue.size();
        }
    }

    /** A thread that barges in wakes the one that it overtook. */
    @JCStressTest
    @Description("The thread that put takes the item back, and puts another")
    @Outcome(id = "b, a, 0", expect = ACCEPTABLE, desc = "It took its item back; the other has the next one.")
    @Outcome(id = "a, no, 1", expect = ACCEPTABLE, desc = "The other was faster.")
    @State
    public static class Barge {
        private final SimpleQueue queue = new SimpleQueue();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = take(queue);
        }

        @Actor
        public void two(LLL_Result r) {
            queue.put("a");
            r.r2 = poll(queue);
            queue.put("b");
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = queue.size();
        }
    }

    /** The second waiter learns of the item that the first one leaves. */
    abstract static class TwoWaiting {
        final SimpleQueue queue = new SimpleQueue();
        private final WaitQueue waiters = Inside.makeQueue(queue);
        private volatile @Nullable Waiter second;

        String takeBeforeSecond(Blocking then) {
            return take(queue, Waits.first(() -> second = waiters.enqueue(), then));
        }

        String end() {
            return queue.size() + " " + Inside.state(second);
        }
    }

    /** An interrupted thread loses no item. */
    @JCStressTest
    @Description("An interrupt against a put")
    @Outcome(id = "interrupted, put, 1 notified", expect = ACCEPTABLE, desc = "The second waiter may take it.")
    @Outcome(id = "a, put, 0 absent", expect = ACCEPTABLE, desc = "Nobody had to wait.")
    @State
    public static class Interrupt extends TwoWaiting {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = takeBeforeSecond(Waits.INTERRUPTING);
        }

        @Actor
        public void two(LLL_Result r) {
            queue.put("a");
            r.r2 = "put";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** A thread that gives up loses no item. */
    @JCStressTest
    @Description("A deadline against a put")
    @Outcome(id = "no, put, 1 notified", expect = ACCEPTABLE, desc = "The second waiter may take it.")
    @Outcome(id = "a, put, 0 (waiting|notified|absent)", expect = ACCEPTABLE, desc = "The first waiter has taken it.")
    @State
    public static class Timeout extends TwoWaiting {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = takeBeforeSecond(Waits.TIMING_OUT);
        }

        @Actor
        public void two(LLL_Result r) {
            queue.put("a");
            r.r2 = "put";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }
}
