package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jthreading.sync.Threads.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private final RLock lock = new RLock();
    private final WaitQueue queue = new WaitQueue();
    private final Condition condition = new Condition(lock);

    private Running<Boolean> waitingFor(Deadline deadline) {
        return Threads.start(() -> {
            lock.acquire(Deadline.NEVER, Blocking.JAVA);
            lock.acquire(Deadline.NEVER, Blocking.JAVA);
            boolean notified = condition.await(deadline, Blocking.JAVA);
            assertThat(lock.levelOfCurrentThread()).isEqualTo(2);
            lock.release();
            lock.release();
            return notified;
        });
    }

    private List<Running<Boolean>> waiting(int count) {
        List<Running<Boolean>> waiting = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            int queued = i;
            waiting.add(waitingFor(Deadline.NEVER));
            // One after the other, because notifications go to them in the order in which they queued.
            Threads.until(() -> condition.size() == queued);
        }
        waiting.forEach(Running::parked);
        return waiting;
    }

    @Test
    void wakesAsManyAsItNotifies() throws InterruptedException {
        List<Running<Boolean>> waiting = waiting(3);
        assertThat(condition.notify(2)).isEqualTo(2);
        assertThat(condition.size()).isEqualTo(1);
        assertThat(waiting.get(0).get()).isTrue();
        assertThat(waiting.get(1).get()).isTrue();
        assertThat(condition.notify(5)).isEqualTo(1);
        assertThat(waiting.get(2).get()).isTrue();
    }

    @Test
    void aTimedOutWaiterTakesNoNotification() throws InterruptedException {
        assertThat(waitingFor(Deadline.after(TimeUnit.MILLISECONDS.toNanos(5))).get()).isFalse();
        assertThat(condition.size()).isZero();
        Running<Boolean> other = waiting(1).get(0);
        assertThat(condition.notify(1)).isEqualTo(1);
        assertThat(other.get()).isTrue();
    }

    @Test
    void aNotifiedWaiterParksUntilTheLockIsReleased() throws InterruptedException {
        Running<Boolean> waiting = waiting(1).get(0);
        lock.acquire(Deadline.NEVER, Blocking.JAVA);
        lock.acquire(Deadline.NEVER, Blocking.JAVA);
        assertThat(condition.notify(1)).isEqualTo(1);
        lock.release();
        assertThat(LockSupport.getBlocker(waiting.thread())).isSameAs(condition);
        lock.release();
        assertThat(waiting.get()).isTrue();
    }

    @Test
    void aTimeoutBetweenNotificationAndReleaseDoesNotCount() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        Blocking delayed = new Blocking() {
            @Override
            public boolean await(Wait wait) throws InterruptedException {
                begin.await();
                return wait.await();
            }

            @Override
            public boolean isDeferrable(Throwable interruption) {
                return false;
            }
        };
        Running<Boolean> waiting = Threads.start(() -> {
            lock.acquire(Deadline.NEVER, Blocking.JAVA);
            return condition.await(Deadline.after(1), delayed);
        });
        Threads.until(() -> condition.size() == 1);
        lock.acquire(Deadline.NEVER, Blocking.JAVA);
        assertThat(condition.notify(1)).isEqualTo(1);
        begin.countDown();
        lock.release();
        assertThat(waiting.get()).isTrue();
    }

    @Test
    void oneReleaseWakesAllNotifiedWaiters() throws InterruptedException {
        List<Running<Boolean>> waiting = waiting(5);
        lock.acquire(Deadline.NEVER, Blocking.JAVA);
        assertThat(condition.notify(2)).isEqualTo(2);
        assertThat(condition.notify(9)).isEqualTo(3);
        lock.release();
        assertThat(Threads.results(waiting)).containsOnly(true);
    }

    @Test
    void notifiedWaitersWakeWhenAWaitOrAResetFreesTheLock() throws InterruptedException {
        Running<Boolean> first = waiting(1).get(0);
        lock.acquire(Deadline.NEVER, Blocking.JAVA);
        condition.notify(1);
        assertThat(condition.await(Deadline.after(1), Blocking.JAVA)).isFalse();
        lock.release();
        assertThat(first.get()).isTrue();
        Running<Boolean> second = waiting(1).get(0);
        lock.acquire(Deadline.NEVER, Blocking.JAVA);
        condition.notify(1);
        lock.reset();
        assertThat(second.get()).isTrue();
    }

    @Test
    void aReleaseByAnotherThreadWakesNotifiedWaiters() throws InterruptedException {
        Lock unowned = new Lock();
        Condition onUnowned = new Condition(unowned);
        for (int i = 0; i < 2_000; i++) {
            Running<Boolean> waiting = Threads.start(() -> {
                unowned.acquire(Deadline.NEVER, Blocking.JAVA);
                return onUnowned.await(Deadline.NEVER, Blocking.JAVA) && unowned.release();
            });
            Threads.until(() -> onUnowned.size() == 1);
            unowned.acquire(Deadline.NEVER, Blocking.JAVA);
            Running<Boolean> releasing = Threads.start(unowned::release);
            onUnowned.notify(1);
            assertThat(releasing.get()).isTrue();
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void anInterruptedWaiterAcquiresItsLockAgain() throws InterruptedException {
        Running<Boolean> waiting = Threads.start(() -> {
            lock.acquire(Deadline.NEVER, Blocking.JAVA);
            assertThatThrownBy(() -> condition.await(Deadline.NEVER, Blocking.JAVA))
                    .isInstanceOf(InterruptedException.class);
            return lock.isHeld();
        }).parked();
        waiting.thread().interrupt();
        assertThat(waiting.get()).isTrue();
        assertThat(condition.size()).isZero();
    }

    @Test
    void aCancelledWaiterForwardsItsNotification() throws InterruptedException {
        Waiter leaving = queue.enqueue();
        Running<Boolean> other = waitingBehindOne(queue);
        queue.notify(1);
        queue.cancelOrForward(leaving);
        assertThat(other.get()).isTrue();
    }

    /** Lets the thread go on from its first wait when {@code proceed} says so, and interrupts its second, for the lock. */
    private record InterruptedInSecondWait(CountDownLatch woken, CountDownLatch proceed) implements Blocking {

        @Override
        public boolean await(Wait wait) throws InterruptedException {
            boolean result = wait.await();
            if (woken.getCount() == 0) {
                throw new InterruptedException();
            }
            woken.countDown();
            proceed.await();
            return result;
        }

        @Override
        public boolean isDeferrable(Throwable interruption) {
            return interruption instanceof InterruptedException;
        }
    }

    @Test
    void aWaiterThatIsInterruptedForItsLockForwardsItsNotification() throws InterruptedException {
        InterruptedInSecondWait blocking = new InterruptedInSecondWait(new CountDownLatch(1), new CountDownLatch(1));
        Running<Boolean> interrupted = Threads.start(() -> {
            lock.acquire(Deadline.NEVER, Blocking.JAVA);
            assertThatThrownBy(() -> condition.await(Deadline.NEVER, blocking)).isInstanceOf(InterruptedException.class);
            return lock.release();
        });
        Threads.until(() -> condition.size() == 1);
        Running<Boolean> next = waitingFor(Deadline.NEVER);
        Threads.until(() -> condition.size() == 2);
        assertThat(condition.notify(1)).isEqualTo(1);
        blocking.woken.await();
        lock.acquire(Deadline.NEVER, Blocking.JAVA);
        blocking.proceed.countDown();
        Threads.until(() -> LockSupport.getBlocker(interrupted.thread()) == lock);
        lock.release();
        assertThat(interrupted.get()).isTrue();
        assertThat(next.get()).isTrue();
    }

    @Test
    void aWaitThatReturnedForwardsNoNotification() throws InterruptedException {
        Running<Boolean> first = Threads.start(() -> {
            Waiter waiter = queue.enqueue();
            boolean notified = queue.await(waiter, Deadline.NEVER, Blocking.JAVA);
            queue.cancelOrForward(waiter);
            return notified;
        });
        Threads.until(() -> queue.size() == 1);
        queue.enqueue();
        queue.notify(1);
        assertThat(first.get()).isTrue();
        assertThat(queue.size()).isEqualTo(1);
    }

    private static Running<Boolean> waitingBehindOne(WaitQueue queue) {
        Running<Boolean> running = Threads.start(() -> queue.await(queue.enqueue(), Deadline.NEVER, Blocking.JAVA));
        Threads.until(() -> queue.size() == 2);
        return running.parked();
    }

    @Test
    void noNotificationIsLostInAlternation() throws InterruptedException {
        int rounds = 5_000;
        boolean[] turn = {false};
        Running<Boolean> other = Threads.start(() -> play(turn, true, rounds));
        play(turn, false, rounds);
        assertThat(other.get()).isTrue();
    }

    private boolean play(boolean[] turn, boolean mine, int rounds) throws InterruptedException {
        for (int i = 0; i < rounds; i++) {
            lock.acquire(Deadline.NEVER, Blocking.JAVA);
            while (turn[0] != mine) {
                condition.await(Deadline.NEVER, Blocking.JAVA);
            }
            turn[0] = !mine;
            condition.notify(1);
            lock.release();
        }
        return true;
    }
}
