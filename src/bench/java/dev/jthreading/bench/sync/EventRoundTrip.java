package dev.jthreading.bench.sync;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import java.util.concurrent.CountDownLatch;

/** Two flags, one for each direction. */
final class EventRoundTrip implements RoundTrip {

    private final Event there = new Event();
    private final Event back = new Event();

    @Override
    public void lead() throws InterruptedException {
        there.set();
        back.await(Deadline.NEVER, Blocking.JAVA);
        back.clear();
    }

    @Override
    public void follow() throws InterruptedException {
        there.await(Deadline.NEVER, Blocking.JAVA);
        there.clear();
        back.set();
    }

    /** Two latches, each made anew by the thread that waited for it, before the other thread can look. */
    static final class Peer implements RoundTrip {

        private volatile CountDownLatch there = new CountDownLatch(1);
        private volatile CountDownLatch back = new CountDownLatch(1);

        @Override
        public void lead() throws InterruptedException {
            there.countDown();
            back.await();
            back = new CountDownLatch(1);
        }

        @Override
        public void follow() throws InterruptedException {
            there.await();
            there = new CountDownLatch(1);
            back.countDown();
        }
    }
}
