package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.sync.Threads.Running;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventTest {

    private final Event event = new Event();

    private boolean await(Deadline deadline) throws InterruptedException {
        return event.await(deadline, Blocking.JAVA);
    }

    @Test
    void wakesAllThatWait() throws InterruptedException {
        List<Running<Boolean>> waiting = Threads.start(6, () -> await(Deadline.NEVER));
        waiting.forEach(Running::parked);
        event.set();
        assertThat(Threads.results(waiting)).containsOnly(true);
        assertThat(await(Deadline.NEVER)).isTrue();
    }

    @Test
    void setWakesWaitingThreadsThoughTheFlagIsClearedAtOnce() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            List<Running<Boolean>> waiting = Threads.start(4, () -> await(Deadline.NEVER));
            waiting.forEach(Running::parked);
            event.set();
            event.clear();
            assertThat(Threads.results(waiting)).containsOnly(true);
            assertThat(event.isSet()).isFalse();
        }
    }

    @Test
    void aWaitMayEndInVain() throws InterruptedException {
        assertThat(await(Deadline.after(TimeUnit.MILLISECONDS.toNanos(5)))).isFalse();
        event.set();
        event.clear();
        assertThat(await(Deadline.after(0))).isFalse();
    }

    @Test
    void aSetIsNeverMissed() throws InterruptedException {
        Event pong = new Event();
        int rounds = 5_000;
        Running<Boolean> other = Threads.start(() -> {
            for (int i = 0; i < rounds; i++) {
                await(Deadline.NEVER);
                event.clear();
                pong.set();
            }
            return true;
        });
        for (int i = 0; i < rounds; i++) {
            event.set();
            pong.await(Deadline.NEVER, Blocking.JAVA);
            pong.clear();
        }
        assertThat(other.get()).isTrue();
    }

    @Test
    void waitingThreadsComeBackWhenItIsDelegated() throws InterruptedException {
        Event event = new Event();
        Running<Boolean> waiting = Threads.start(() -> event.await(Deadline.NEVER, Blocking.JAVA)).parked();
        event.delegateTo(new Object());
        waiting.get();
        assertThat(event.isSet()).isFalse();
    }
}
