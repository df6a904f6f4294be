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

/** Items and room: none is taken twice, none is lost, there are never too many, and no change leaves a waiting thread behind. */
public final class BoundedQueueStress {

    private BoundedQueueStress() { }

    private static String take(BoundedQueue<String> queue, Blocking blocking) {
        String[] taken = {Waits.NO};
        String outcome = Waits.outcome(limit -> {
            String item = queue.take(limit, blocking);
            taken[0] = item == null ? Waits.NO : item;
            return item != null;
        });
        return Waits.YES.equals(outcome) ? taken[0] : outcome;
    }

    private static String take(BoundedQueue<String> queue) {
        return take(queue, Waits.any());
    }

    private static String put(BoundedQueue<String> queue, String item, Blocking blocking) {
        return Waits.outcome(limit -> queue.put(item, limit, blocking));
    }

    private static String put(BoundedQueue<String> queue, String item) {
        return put(queue, item, Waits.any());
    }

    private static String poll(BoundedQueue<String> queue) {
        String item = queue.poll();
        return item == null ? Waits.NO : item;
    }

    /** A queue with room for one item. */
    abstract static class OnePlace {
        final BoundedQueue<String> queue = new BoundedQueue<>(1);

        String rest() {
            return poll(queue) + " " + queue.size();
        }
    }

    /** A queue with room for one item, which it has. */
    abstract static class Full extends OnePlace {
        Full() {
            queue.tryPut("a");
        }
    }

    /** One of the two has the room. */
    @JCStressTest
    @Description("Two threads try to put where there is room for one item")
    @Outcome(id = {"yes, no, a 0", "no, yes, b 0"}, expect = ACCEPTABLE, desc = "One of them put.")
    @State
    public static class TwoPuts extends OnePlace {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Waits.word(queue.tryPut("a"));
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(queue.tryPut("b"));
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = rest();
        }
    }

    /** One of the two has the item. */
    @JCStressTest
    @Description("Two threads try to take one item")
    @Outcome(id = {"a, no, no 0", "no, a, no 0"}, expect = ACCEPTABLE, desc = "One of them has it.")
    @State
    public static class OneItem extends Full {

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
            r.r3 = rest();
        }
    }

    /** The item reaches the thread that waits. */
    @JCStressTest
    @Description("A put against a take that waits")
    @Outcome(id = "a, yes, no 0", expect = ACCEPTABLE, desc = "The item is taken.")
    @State
    public static class PutAgainstTake extends OnePlace {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = take(queue);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(queue.tryPut("a"));
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = rest();
        }
    }

    /** The room reaches the thread that waits. */
    @JCStressTest
    @Description("A take against a put that waits for room")
    @Outcome(id = "yes, a, b 0", expect = ACCEPTABLE, desc = "Both succeed.")
    @State
    public static class TakeAgainstPut extends Full {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = put(queue, "b");
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = poll(queue);
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = rest();
        }
    }

    /** Items come in their order through a queue that is full all the time. */
    @JCStressTest
    @Description("Two puts against two takes, with room for one item")
    @Outcome(id = "a, b, yes yes", expect = ACCEPTABLE, desc = "Both items in the order in which they were put.")
    @State
    public static class Order extends OnePlace {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = take(queue);
            r.r2 = take(queue);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r3 = put(queue, "a") + " " + put(queue, "b");
        }
    }

    /** A thread that waits for an item does not wait for ever. */
    @JCStressTest
    @Description("A close against a take that waits")
    @Outcome(id = "no, closed, no 0", expect = ACCEPTABLE, desc = "The take ends without an item.")
    @State
    public static class CloseAgainstTake extends OnePlace {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = take(queue);
        }

        @Actor
        public void two(LLL_Result r) {
            queue.close();
            r.r2 = "closed";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = rest();
        }
    }

    /** A thread that waits for room does not wait for ever. */
    @JCStressTest
    @Description("A close against a put that waits")
    @Outcome(id = "no, closed, a 0", expect = ACCEPTABLE, desc = "The put ends without room.")
    @State
    public static class CloseAgainstPut extends Full {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = put(queue, "b");
        }

        @Actor
        public void two(LLL_Result r) {
            queue.close();
            r.r2 = "closed";
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = rest();
        }
    }

    /** The second waiter learns of the item that the first one leaves. */
    abstract static class TwoTakers extends OnePlace {
        private final WaitQueue takers = Inside.takers(queue);
        private volatile @Nullable Waiter second;

        String takeBeforeSecond(Blocking then) {
            return take(queue, Waits.first(() -> second = takers.enqueue(), then));
        }

        String end() {
            return queue.size() + " " + Inside.state(second);
        }
    }

    /** An interrupted thread loses no item. */
    @JCStressTest
    @Description("An interrupt against a put")
    @Outcome(id = "interrupted, yes, 1 notified", expect = ACCEPTABLE, desc = "The second waiter may take it.")
    @Outcome(id = "a, yes, 0 absent", expect = ACCEPTABLE, desc = "Nobody had to wait.")
    @State
    public static class Interrupt extends TwoTakers {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = takeBeforeSecond(Waits.INTERRUPTING);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(queue.tryPut("a"));
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }

    /** A thread that gives up loses no item. */
    @JCStressTest
    @Description("A deadline against a put")
    @Outcome(id = "no, yes, 1 notified", expect = ACCEPTABLE, desc = "The second waiter may take it.")
    @Outcome(id = "a, yes, 0 (waiting|notified|absent)", expect = ACCEPTABLE, desc = "The first waiter has taken it.")
    @State
    public static class Timeout extends TwoTakers {

        @Actor
        public void one(LLL_Result r) {
            r.r1 = takeBeforeSecond(Waits.TIMING_OUT);
        }

        @Actor
        public void two(LLL_Result r) {
            r.r2 = Waits.word(queue.tryPut("a"));
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r3 = end();
        }
    }
}
