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

    /** A wait that is over when it is looked at for the so many-th time, if ever. */
    private static final class Watched implements Blocking.Wait {
        private static final int NEVER = 0;

        private final int overAt;
        private int looks;

        Watched(int overAt) {
            this.overAt = overAt;
        }

        @Override
        public boolean await() {
            throw new AssertionError("only looked at");
        }

        @Override
        public boolean isOver() {
            looks++;
            return looks == overAt;
        }
    }

    private int looksAt(int overAt) {
        return looksAt(overAt, spinWait);
    }

    private static int looksAt(int overAt, SpinWait spinWait) {
        Watched wait = new Watched(overAt);
        spinWait.spin(wait);
        return wait.looks;
    }

    private void parksAtOnce(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(looksAt(Watched.NEVER)).isEqualTo(1);
        }
    }

    @Test
    void endsWithTheWait() {
        assertThat(looksAt(1)).isEqualTo(1);
        assertThat(looksAt(2)).isEqualTo(2);
    }

    @Test
    void endsAfterAMoment() {
        assertThat(looksAt(Watched.NEVER)).isGreaterThan(1);
    }

    @Test
    void looksLessAndLessOftenInVain() {
        int pause = SpinWait.FIRST_PAUSE;
        for (int i = 0; i < 3; i++) {
            assertThat(looksAt(Watched.NEVER)).isGreaterThan(1);
            parksAtOnce(pause);
            pause *= 2;
        }
    }

    @Test
    void aSuccessAllowsForTwoFailuresAndShortensThePause() {
        looksAt(Watched.NEVER);
        parksAtOnce(SpinWait.FIRST_PAUSE);
        looksAt(2);
        for (int i = 0; i < 3; i++) {
            assertThat(looksAt(Watched.NEVER)).isGreaterThan(1);
        }
        parksAtOnce(SpinWait.FIRST_PAUSE);
        assertThat(looksAt(Watched.NEVER)).isGreaterThan(1);
    }

    @Test
    void whatOneThreadLearnsIsItsOwn() throws InterruptedException {
        looksAt(Watched.NEVER);
        Watched wait = new Watched(Watched.NEVER);
        Thread other = Thread.ofPlatform().start(() -> spinWait.spin(wait));
        other.join();
        assertThat(wait.looks).isGreaterThan(1);
    }

    @Test
    void anInterruptEndsItAndStays() {
        Thread.currentThread().interrupt();
        assertThat(looksAt(Watched.NEVER)).isEqualTo(2);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void goesOnWhenTheNextThreadWaits() throws InterruptedException {
        SpinWait patient = new SpinWait(1, Long.MAX_VALUE);
        CountDownLatch seen = new CountDownLatch(1);
        AtomicBoolean next = new AtomicBoolean();
        CompletableFuture<Boolean> wentOnAfterNext = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            Watched wait = new Watched(2);
            patient.spin(Blocking.Wait.until(() -> {
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
        assertThat(looksAt(1, patient)).isEqualTo(1);
        assertThat(wentOnAfterNext).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
    }

    @Test
    void doesNotAwaitANextThreadThatWaitsAlready() {
        SpinWait patient = new SpinWait(1, Long.MAX_VALUE);
        Watched wait = new Watched(2);
        patient.spin(Blocking.Wait.until(() -> {
            assertThat(looksAt(1, patient)).isEqualTo(1);
            return wait.isOver();
        }, wait));
        assertThat(wait.looks).isEqualTo(2);
    }

    @Test
    void goesOnWithoutANextThread() {
        assertThat(looksAt(2, new SpinWait(1, 1))).isEqualTo(2);
    }

    @Test
    void aThreadThatWokeSeveralLeavesThemTheProcessors() {
        spinWait.woken();
        spinWait.woken();
        assertThat(looksAt(Watched.NEVER)).isEqualTo(1);
        spinWait.woken();
        assertThat(looksAt(Watched.NEVER)).isGreaterThan(1);
    }

    @Test
    void anErrorGivesThePlaceBack() {
        Watched wait = new Watched(2);
        assertThatThrownBy(() -> spinWait.spin(Blocking.Wait.until(() -> {
            if (wait.isOver()) {
                assertThat(spinWait.looking()).isEqualTo(1);
                throw new StackOverflowError();
            }
            return false;
        }, wait))).isInstanceOf(StackOverflowError.class);
        assertThat(spinWait.looking()).isZero();
    }

    @Test
    void aSingleProcessorIsLeftToOthers() {
        assertThat(looksAt(Watched.NEVER, new SpinWait(0, 0))).isZero();
    }

    @Test
    void virtualThreadsParkAtOnce() throws InterruptedException {
        Watched wait = new Watched(Watched.NEVER);
        Thread.ofVirtual().start(() -> spinWait.spin(wait)).join();
        assertThat(wait.looks).isZero();
    }

    @Test
    void aWaitThatIsNotToBeLookedAtIsParkedAtOnce() {
        spinWait.spin(() -> {
            throw new AssertionError("only looked at");
        });
        assertThat(looksAt(Watched.NEVER)).isGreaterThan(1);
    }
}
