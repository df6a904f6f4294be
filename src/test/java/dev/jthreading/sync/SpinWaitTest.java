package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SpinWaitTest {

    private final SpinWait spinWait = new SpinWait(1, 0);

    /** A wait that counts the calls of {@link #isOver}, and is over at the call {@code overAt}. */
    private static final class CountingWait implements Blocking.Wait {
        private static final int NEVER = 0;

        private final int overAt;
        private int calls;

        CountingWait(int overAt) {
            this.overAt = overAt;
        }

        @Override
        public boolean await() {
            throw new AssertionError("spins only");
        }

        @Override
        public boolean isOver() {
            calls++;
            return calls == overAt;
        }
    }

    private int spinsUntil(int overAt) {
        return spinsUntil(overAt, spinWait);
    }

    private static int spinsUntil(int overAt, SpinWait spinWait) {
        CountingWait wait = new CountingWait(overAt);
        spinWait.spin(wait);
        return wait.calls;
    }

    private void parksAtOnce(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(spinsUntil(CountingWait.NEVER)).isEqualTo(1);
        }
    }

    @Test
    void endsWithTheWait() {
        assertThat(spinsUntil(1)).isEqualTo(1);
        assertThat(spinsUntil(2)).isEqualTo(2);
    }

    @Test
    void endsAfterAMoment() {
        assertThat(spinsUntil(CountingWait.NEVER)).isGreaterThan(1);
    }

    @Test
    void backsOffFurtherWithEachFailure() {
        int backoff = SpinWait.MIN_BACKOFF;
        for (int i = 0; i < 3; i++) {
            assertThat(spinsUntil(CountingWait.NEVER)).isGreaterThan(1);
            parksAtOnce(backoff);
            backoff *= 2;
        }
    }

    @Test
    void aSuccessAllowsForTwoFailuresAndResetsTheBackoff() {
        spinsUntil(CountingWait.NEVER);
        parksAtOnce(SpinWait.MIN_BACKOFF);
        spinsUntil(2);
        for (int i = 0; i < 3; i++) {
            assertThat(spinsUntil(CountingWait.NEVER)).isGreaterThan(1);
        }
        parksAtOnce(SpinWait.MIN_BACKOFF);
        assertThat(spinsUntil(CountingWait.NEVER)).isGreaterThan(1);
    }

    @Test
    void eachThreadHasItsOwnCredit() throws InterruptedException {
        spinsUntil(CountingWait.NEVER);
        CountingWait wait = new CountingWait(CountingWait.NEVER);
        Thread other = Thread.ofPlatform().start(() -> spinWait.spin(wait));
        other.join();
        assertThat(wait.calls).isGreaterThan(1);
    }

    @Test
    void anInterruptEndsItAndStays() {
        Thread.currentThread().interrupt();
        assertThat(spinsUntil(CountingWait.NEVER)).isEqualTo(2);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void goesOnWhenTheNextThreadWaits() throws InterruptedException {
        SpinWait yielding = new SpinWait(1, Long.MAX_VALUE);
        CountDownLatch seen = new CountDownLatch(1);
        AtomicBoolean next = new AtomicBoolean();
        CompletableFuture<Boolean> wentOnAfterNext = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            CountingWait wait = new CountingWait(2);
            yielding.spin(Blocking.Wait.until(() -> {
                boolean over = wait.isOver();
                if (over) {
                    seen.countDown();
                }
                return over;
            }, wait));
            wentOnAfterNext.complete(next.get());
        });
        seen.await();
        assertThat(wentOnAfterNext).isNotDone();
        next.set(true);
        assertThat(spinsUntil(1, yielding)).isEqualTo(1);
        assertThat(wentOnAfterNext).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
    }

    @Test
    void doesNotAwaitANextThreadThatWaitsAlready() {
        SpinWait yielding = new SpinWait(1, Long.MAX_VALUE);
        CountingWait wait = new CountingWait(2);
        yielding.spin(Blocking.Wait.until(() -> {
            assertThat(spinsUntil(1, yielding)).isEqualTo(1);
            return wait.isOver();
        }, wait));
        assertThat(wait.calls).isEqualTo(2);
    }

    @Test
    void goesOnWithoutANextThread() {
        assertThat(spinsUntil(2, new SpinWait(1, 1))).isEqualTo(2);
    }

    @Test
    void aThreadThatUnparkedSeveralParksAtOnce() {
        spinWait.countUnpark();
        spinWait.countUnpark();
        assertThat(spinsUntil(CountingWait.NEVER)).isEqualTo(1);
        spinWait.countUnpark();
        assertThat(spinsUntil(CountingWait.NEVER)).isGreaterThan(1);
    }

    @Test
    void anErrorEndsTheSpinning() {
        CountingWait wait = new CountingWait(2);
        assertThatThrownBy(() -> spinWait.spin(Blocking.Wait.until(() -> {
            if (wait.isOver()) {
                assertThat(spinWait.spinners()).isEqualTo(1);
                throw new StackOverflowError();
            }
            return false;
        }, wait))).isInstanceOf(StackOverflowError.class);
        assertThat(spinWait.spinners()).isZero();
    }

    @Test
    void nobodySpinsOnASingleProcessor() {
        assertThat(spinsUntil(CountingWait.NEVER, new SpinWait(0, 0))).isZero();
    }

    @Test
    void virtualThreadsParkAtOnce() throws InterruptedException {
        CountingWait wait = new CountingWait(CountingWait.NEVER);
        Thread.ofVirtual().start(() -> spinWait.spin(wait)).join();
        assertThat(wait.calls).isZero();
    }

    @Test
    void aWaitThatCannotTellWhetherItIsOverParksAtOnce() {
        spinWait.spin(() -> {
            throw new AssertionError("spins only");
        });
        assertThat(spinsUntil(CountingWait.NEVER)).isGreaterThan(1);
    }
}
