package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jthreading.sync.Threads.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimpleQueueTest {

    private final SimpleQueue queue = new SimpleQueue();

    private Running<Object> taker() {
        return Threads.<Object>start(() -> queue.take(Deadline.NEVER, Blocking.JAVA)).parked();
    }

    @Test
    void itemsComeInTheOrderInWhichTheyWerePut() throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            queue.put(i);
        }
        assertThat(queue.size()).isEqualTo(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(i % 2 == 0 ? queue.poll() : queue.take(Deadline.NEVER, Blocking.JAVA)).isEqualTo(i);
        }
        assertThat(queue.size()).isZero();
    }

    @Test
    void anEmptyQueueHasNothing() {
        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isTrue();
        queue.put("item");
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.poll()).isEqualTo("item");
        assertThat(queue.poll()).isNull();
        assertThat(queue.size()).isZero();
    }

    @Test
    void aPutWakesAThreadThatWaits() throws InterruptedException {
        List<Running<Object>> takers = List.of(taker(), taker(), taker());
        for (int i = 1; i <= 3; i++) {
            queue.put(i);
        }
        assertThat(Threads.results(takers)).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(queue.size()).isZero();
    }

    @Test
    void aTakeEndsAtItsDeadline() throws InterruptedException {
        long began = System.nanoTime();
        long nanos = TimeUnit.MILLISECONDS.toNanos(20);
        assertThat(queue.take(Deadline.after(nanos), Blocking.JAVA)).isNull();
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(nanos);
        assertThat(queue.take(Deadline.after(-1), Blocking.JAVA)).isNull();
    }

    @Test
    void anItemThatIsThereNeedsNoTime() throws InterruptedException {
        queue.put("item");
        assertThat(queue.take(Deadline.after(-1), Blocking.JAVA)).isEqualTo("item");
    }

    /** The thread is late for its deadline, and has been notified. */
    @Test
    void anItemThatCameBeforeTheThreadLeftItsWaitIsTaken() throws InterruptedException {
        DelayedBlocking late = new DelayedBlocking();
        late.timingOut = true;
        Running<Object> taker = Threads.<Object>start(() -> queue.take(Deadline.after(1), late));
        late.woken.acquire();
        queue.put("item");
        late.proceed.release();
        assertThat(taker.get()).isEqualTo("item");
    }

    /** An interrupt that comes after the notification has no item to lose, and forwards the notification. */
    @Test
    void anInterruptedThreadLeavesTheItemToTheNext() throws InterruptedException {
        DelayedBlocking interrupting = new DelayedBlocking();
        interrupting.interrupting = true;
        Running<Boolean> interrupted = Threads.start(() -> {
            assertThatThrownBy(() -> queue.take(Deadline.NEVER, interrupting)).isInstanceOf(InterruptedException.class);
            return true;
        }).parked();
        Running<Object> next = taker();
        queue.put("item");
        interrupting.proceed.release();
        assertThat(interrupted.get()).isTrue();
        assertThat(next.get()).isEqualTo("item");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aThreadThatIsOvertakenWaitsForTheNextItem() throws InterruptedException {
        DelayedBlocking slow = new DelayedBlocking();
        Running<Object> taker = Threads.<Object>start(() -> queue.take(Deadline.NEVER, slow)).parked();
        queue.put("first");
        slow.woken.acquire();
        assertThat(queue.poll()).isEqualTo("first");
        slow.proceed.release(2);
        queue.put("second");
        assertThat(taker.get()).isEqualTo("second");
    }

    @Test
    void aPutFromAmidATakeOfTheSameThreadIsFound() throws InterruptedException {
        Blocking putting = new Blocking() {
            @Override
            public boolean await(Wait wait) throws InterruptedException {
                queue.put("from a handler");
                return wait.await();
            }

            @Override
            public boolean isDeferrable(Throwable interruption) {
                return false;
            }
        };
        assertThat(Threads.<Object>start(() -> queue.take(Deadline.NEVER, putting)).get()).isEqualTo("from a handler");
    }

    /** Each producer's items come in order, to whichever consumer. */
    @Test
    void noItemIsLostAmongMany() throws InterruptedException {
        int threads = 4;
        int items = 5_000;
        List<Running<List<Object>>> consumers = Threads.start(threads, () -> {
            List<Object> taken = new ArrayList<>();
            for (Object item = take(); !"end".equals(item); item = take()) {
                taken.add(item);
            }
            return taken;
        });
        List<Running<Boolean>> producers = new ArrayList<>();
        for (int producer = 0; producer < threads; producer++) {
            int first = producer * items;
            producers.add(Threads.start(() -> {
                for (int i = 0; i < items; i++) {
                    queue.put(first + i);
                }
                return true;
            }));
        }
        assertThat(Threads.results(producers)).containsOnly(true);
        consumers.forEach(consumer -> queue.put("end"));
        List<Object> all = new ArrayList<>();
        for (List<Object> taken : Threads.results(consumers)) {
            for (int producer = 0; producer < threads; producer++) {
                int first = producer * items;
                assertThat(taken.stream().map(Integer.class::cast).filter(item -> item / items == first / items)).isSorted();
            }
            all.addAll(taken);
        }
        assertThat(all).hasSize(threads * items).doesNotHaveDuplicates();
        assertThat(queue.size()).isZero();
    }

    private @Nullable Object take() throws InterruptedException {
        return queue.take(Deadline.after(TimeUnit.SECONDS.toNanos(60)), Blocking.JAVA);
    }

    @Test
    void toolsShowHowManyItemsThereAre() {
        queue.put("item");
        assertThat(queue).asString().matches("<queue\\.SimpleQueue 0x[0-9a-f]+ size=1>");
        Names.set(queue, "tasks");
        assertThat(queue).hasToString("<queue.SimpleQueue 'tasks' size=1>");
    }
}
