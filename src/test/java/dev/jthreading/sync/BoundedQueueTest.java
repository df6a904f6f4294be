package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.sync.Threads.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundedQueueTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final BoundedQueue<Object> queue = new BoundedQueue<>(2);

    private Running<Boolean> putter(Object item) {
        return Threads.start(() -> queue.put(item, Deadline.NEVER, Blocking.JAVA)).parked();
    }

    @Test
    void hasRoomForSoManyItems() {
        assertThat(queue.tryPut(1)).isTrue();
        assertThat(queue.tryPut(2)).isTrue();
        assertThat(queue.tryPut(3)).isFalse();
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.poll()).isEqualTo(1);
        assertThat(queue.tryPut(3)).isTrue();
        assertThat(List.of(queue.poll(), queue.poll())).containsExactly(2, 3);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void aQueueWithoutALimitIsNeverFull() {
        BoundedQueue<Integer> unlimited = new BoundedQueue<>(0);
        for (int i = 0; i < 10_000; i++) {
            assertThat(unlimited.tryPut(i)).isTrue();
        }
        assertThat(unlimited.size()).isEqualTo(10_000);
    }

    @Test
    void aTakeWakesAThreadThatWaitsForRoom() throws InterruptedException {
        queue.tryPut(1);
        queue.tryPut(2);
        Running<Boolean> putter = putter(3);
        assertThat(queue.take(Deadline.NEVER, Blocking.JAVA)).isEqualTo(1);
        assertThat(putter.get()).isTrue();
        assertThat(List.of(queue.poll(), queue.poll())).containsExactly(2, 3);
    }

    @Test
    void waitsEndAtTheirDeadlines() throws InterruptedException {
        assertThat(queue.take(Deadline.after(1_000), Blocking.JAVA)).isNull();
        queue.tryPut(1);
        queue.tryPut(2);
        assertThat(queue.put(3, Deadline.after(1_000), Blocking.JAVA)).isFalse();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void whatIsRemovedMakesRoomForAllThatWait() throws InterruptedException {
        queue.tryPut(1);
        queue.tryPut(2);
        List<Running<Boolean>> putters = List.of(putter(3), putter(4));
        queue.removeIf(item -> true);
        assertThat(Threads.results(putters)).containsOnly(true);
        assertThat(List.of(queue.poll(), queue.poll())).containsExactlyInAnyOrder(3, 4);
    }

    @Test
    void noItemIsLostAmongMany() throws InterruptedException {
        int threads = 3;
        int items = 5_000;
        List<Running<List<Object>>> consumers = Threads.start(threads, () -> {
            List<Object> taken = new ArrayList<>();
            for (int i = 0; i < items; i++) {
                taken.add(queue.take(Deadline.after(PATIENCE_NANOS), Blocking.JAVA));
            }
            return taken;
        });
        for (int producer = 0; producer < threads; producer++) {
            int first = producer * items;
            Threads.start(() -> {
                for (int i = 0; i < items; i++) {
                    queue.put(first + i, Deadline.after(PATIENCE_NANOS), Blocking.JAVA);
                }
                return true;
            });
        }
        List<Object> all = new ArrayList<>();
        Threads.results(consumers).forEach(all::addAll);
        assertThat(all).hasSize(threads * items).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(queue.size()).isZero();
    }
}
