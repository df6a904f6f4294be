package dev.jthreading.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.sync.Blocking;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

    private static final Worker.Kind DAEMON = Worker.Kind.of(true, 0, false);

    /** A context that closes has to wait for it: the engine is not done with the thread when the worker is. */
    @Test
    void aThreadIsKnownUntilItHasEndedAndNotOnlyItsWork() throws InterruptedException {
        WorkerPool pool = new WorkerPool();
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Worker worker = started(pool, () -> {
            left.countDown();
            awaitUninterruptibly(mayEnd);
        });
        left.await();

        assertThat(pool.live()).isEmpty();
        assertThat(pool.threads()).containsExactly(worker.javaThread().thread());

        mayEnd.countDown();
        worker.javaThread().thread().join();
    }

    @Test
    void threadsThatHaveEndedAreForgotten() throws InterruptedException {
        WorkerPool pool = new WorkerPool();
        for (int i = 0; i < 1000; i++) {
            started(pool, () -> { }).javaThread().thread().join();
        }

        assertThat(pool.threads()).hasSizeLessThan(100);
    }

    /** As by an interrupt of the host: the engine throws it before the worker has run. */
    @Test
    void aThreadThatEndsBeforeItHasBegunIsNotAlive() throws InterruptedException {
        WorkerPool pool = new WorkerPool();
        AtomicReference<Throwable> told = new AtomicReference<>();
        IllegalStateException failure = new IllegalStateException("it cannot enter");
        Worker worker = new Worker(DAEMON, pool, Blocking.JAVA, run -> {
            Thread thread = new Thread(() -> {
                throw failure;
            });
            thread.setUncaughtExceptionHandler((ended, thrown) -> told.set(thrown));
            return thread;
        });
        GuestThread guest = GuestThread.create();
        guest.takeJavaThread(worker.javaThread());
        pool.started(worker);
        pool.live().add(guest);
        worker.start(new Worker.Task(guest, () -> { }));
        worker.javaThread().thread().join();

        assertThat(pool.live()).isEmpty();
        assertThat(guest.isAlive()).isFalse();
        assertThat(pool.endedUnbegun()).isEqualTo(1);
        assertThat(told).hasValue(failure);
    }

    /** As for want of memory, once it is idle. */
    @Test
    void aWorkerThatFailsIsNotInThePool() throws InterruptedException {
        WorkerPool pool = new WorkerPool();
        pool.keepIdle(1);
        AtomicReference<Worker> self = new AtomicReference<>();
        Worker worker = new Worker(DAEMON, pool, Blocking.JAVA, run -> {
            Thread thread = new Thread(run);
            thread.setUncaughtExceptionHandler((ended, failure) -> { });
            return thread;
        });
        self.set(worker);
        pool.started(worker);
        worker.start(new Worker.Task(GuestThread.create(), () -> {
            assertThat(pool.add(Objects.requireNonNull(self.get()))).isTrue();
            throw new OutOfMemoryError("planted");
        }));
        worker.javaThread().thread().join();

        assertThat(pool.take(DAEMON)).isNull();
        assertThat(pool.idle()).isZero();
        assertThat(pool.threads()).containsExactly(worker.javaThread().thread());
    }

    private static Worker started(WorkerPool pool, Runnable afterwards) {
        Worker worker = new Worker(DAEMON, pool, Blocking.JAVA, run -> new Thread(() -> {
            run.run();
            afterwards.run();
        }));
        pool.started(worker);
        worker.start(new Worker.Task(GuestThread.create(), () -> { }));
        return worker;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
