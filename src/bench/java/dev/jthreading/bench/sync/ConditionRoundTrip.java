package dev.jthreading.bench.sync;

import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Condition;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.RLock;
import java.util.concurrent.locks.ReentrantLock;

/** One condition, and whose turn it is. */
final class ConditionRoundTrip implements RoundTrip {

    private final RLock lock = new RLock();
    private final Condition condition = new Condition(lock);
    private boolean leaderHasTurn = true;

    @Override
    public void lead() throws InterruptedException {
        lock.acquire(Deadline.NEVER, Blocking.JAVA);
        try {
            leaderHasTurn = false;
            condition.notify(1);
            while (!leaderHasTurn) {
                condition.await(Deadline.NEVER, Blocking.JAVA);
            }
        } finally {
            lock.release();
        }
    }

    @Override
    public void follow() throws InterruptedException {
        lock.acquire(Deadline.NEVER, Blocking.JAVA);
        try {
            while (leaderHasTurn) {
                condition.await(Deadline.NEVER, Blocking.JAVA);
            }
            leaderHasTurn = true;
            condition.notify(1);
        } finally {
            lock.release();
        }
    }

    /** The same in {@code java.util.concurrent}. */
    static final class Peer implements RoundTrip {

        private final ReentrantLock lock = new ReentrantLock();
        private final java.util.concurrent.locks.Condition condition = lock.newCondition();
        private boolean leaderHasTurn = true;

        @Override
        public void lead() throws InterruptedException {
            lock.lock();
            try {
                leaderHasTurn = false;
                condition.signal();
                while (!leaderHasTurn) {
                    condition.await();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void follow() throws InterruptedException {
            lock.lock();
            try {
                while (leaderHasTurn) {
                    condition.await();
                }
                leaderHasTurn = true;
                condition.signal();
            } finally {
                lock.unlock();
            }
        }
    }
}
