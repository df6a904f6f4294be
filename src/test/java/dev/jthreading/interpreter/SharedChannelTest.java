package dev.jthreading.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.interpreter.SharedChannel.End;
import dev.jthreading.interpreter.SharedChannel.Item;
import dev.jthreading.interpreter.SharedChannel.Result;
import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SharedChannelTest {

    private static final Duration GENEROUS = Duration.ofSeconds(60);
    private static final long MAIN = 0;
    private static final long OTHER = 1;
    private static final int REMOVE = 1;
    private static final int REPLACE = 3;

    private final SharedChannels channels = new SharedChannels();
    private final SharedChannel channel = channels.create(REPLACE, 1);

    private static Item item(long sender, Object value) {
        return new Item(sender, value, REPLACE);
    }

    private Item sent(long sender, Object value, int unbound) {
        Item item = new Item(sender, value, unbound);
        assertThat(channel.send(item)).isEqualTo(Result.DONE);
        return item;
    }

    /** The value, the number that replaces it, or why there is none. */
    private Object received(long receiver) {
        List<Object> taken = new ArrayList<>();
        Result result = channel.receive(receiver, item -> taken.add(item.replacement() == 0 ? item.value() : item.replacement()));
        return result == Result.DONE ? taken.getFirst() : result;
    }

    private Result sendAndAwait(Item item, Deadline deadline) throws InterruptedException {
        assertThat(channel.send(item)).isEqualTo(Result.DONE);
        channel.await(item, deadline, Blocking.JAVA);
        return item.outcome();
    }

    private static <T> FutureTask<T> start(Callable<T> body) {
        FutureTask<T> task = new FutureTask<>(body);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private FutureTask<Result> startedSend() {
        FutureTask<Result> sending = start(() -> sendAndAwait(item(MAIN, "value"), Deadline.NEVER));
        Awaitility.await().atMost(GENEROUS).until(() -> channel.size() == 1);
        return sending;
    }

    @Test
    void itemsComeInTheOrderInWhichTheyWereSent() {
        sent(MAIN, "first", REPLACE);
        sent(OTHER, "second", REPLACE);
        assertThat(received(MAIN)).isEqualTo("first");
        assertThat(received(MAIN)).isEqualTo("second");
        assertThat(received(MAIN)).isEqualTo(Result.EMPTY);
    }

    @Test
    void aSenderWaitsUntilItsItemIsReceived() throws InterruptedException, ExecutionException {
        FutureTask<Result> sending = startedSend();
        assertThat(sending.isDone()).isFalse();
        assertThat(received(OTHER)).isEqualTo("value");
        assertThat(sending.get()).isEqualTo(Result.DONE);
    }

    @Test
    void anItemThatNobodyReceivesInTimeIsTakenBack() throws InterruptedException {
        assertThat(sendAndAwait(item(MAIN, "value"), Deadline.after(1))).isEqualTo(Result.NOT_IN_TIME);
        assertThat(received(OTHER)).isEqualTo(Result.EMPTY);
    }

    @Test
    void anInterruptedSenderTakesItsItemBack() throws InterruptedException, ExecutionException {
        AtomicLong left = new AtomicLong(-1);
        FutureTask<Boolean> sending = start(() -> {
            Thread.currentThread().interrupt();
            try {
                sendAndAwait(item(MAIN, "value"), Deadline.NEVER);
                return false;
            } catch (InterruptedException interrupted) {
                left.set(channel.size());
                return true;
            }
        });
        assertThat(sending.get()).isTrue();
        assertThat(left).hasValue(0);
    }

    @Test
    void whateverClosesTheChannelWakesItsSenders() throws InterruptedException, ExecutionException {
        FutureTask<Result> sending = startedSend();
        channel.close(false, false, true);
        assertThat(sending.get()).isEqualTo(Result.CLOSED_MEANWHILE);
        SharedChannelTest released = new SharedChannelTest();
        sending = released.startedSend();
        released.channel.release(MAIN, true, true);
        assertThat(sending.get()).isEqualTo(Result.CLOSED_MEANWHILE);
        SharedChannelTest removed = new SharedChannelTest();
        sending = removed.startedSend();
        removed.channels.remove(removed.channel);
        assertThat(sending.get()).isEqualTo(Result.CLOSED_MEANWHILE);
        assertThat(removed.channels.find(removed.channel.id())).isNull();
    }

    @Test
    void anItemIsReceivedOrTakenBackAndNeverBoth() throws InterruptedException, ExecutionException {
        int rounds = 20_000;
        FutureTask<Long> receiving = start(() -> {
            long count = 0;
            for (Object value = received(OTHER); !Result.CLOSED.equals(value); value = received(OTHER)) {
                count += value.equals("value") ? 1 : 0;
            }
            return count;
        });
        long done = 0;
        for (int i = 0; i < rounds; i++) {
            done += sendAndAwait(item(MAIN, "value"), Deadline.after(i % 10 * 1_000L)) == Result.DONE ? 1 : 0;
        }
        assertThat(channel.close(false, false, false)).isEqualTo(Result.DONE);
        assertThat(receiving.get()).isEqualTo(done);
    }

    @Test
    void closingTheSendEndLeavesWhatWasSent() {
        sent(MAIN, "first", REPLACE);
        assertThat(channel.close(false, false, false)).isEqualTo(Result.NOT_EMPTY);
        assertThat(channel.close(true, true, false)).isEqualTo(Result.NOT_EMPTY);
        assertThat(channel.close(true, false, false)).isEqualTo(Result.DONE);
        assertThat(channel.close(true, false, false)).isEqualTo(Result.CLOSED);
        assertThat(channel.send(item(MAIN, "second"))).isEqualTo(Result.CLOSED);
        assertThat(channel.isClosed(End.SEND)).isTrue();
        assertThat(channel.isClosed(End.RECV)).isFalse();
        assertThat(received(OTHER)).isEqualTo("first");
        assertThat(channel.isClosed()).isTrue();
        assertThat(received(OTHER)).isEqualTo(Result.CLOSED);
    }

    @Test
    void theLastReleaseClosesTheChannel() {
        sent(MAIN, "value", REPLACE);
        assertThat(received(OTHER)).isEqualTo("value");
        assertThat(channel.release(MAIN, true, false)).isEqualTo(Result.DONE);
        assertThat(channel.release(MAIN, true, false)).isEqualTo(Result.DONE);
        assertThat(channel.send(item(MAIN, "value"))).isEqualTo(Result.RELEASED);
        assertThat(channel.boundTo(End.SEND)).isEmpty();
        assertThat(channel.boundTo(End.RECV)).containsExactly(OTHER);
        assertThat(channel.release(OTHER, true, true)).isEqualTo(Result.DONE);
        assertThat(channel.isClosed()).isTrue();
        assertThat(channel.release(OTHER, true, true)).isEqualTo(Result.CLOSED);
    }

    @Test
    void itemsOfAnEndedInterpreterBecomeWhatTheySaid() {
        sent(OTHER, "removed", REMOVE);
        sent(OTHER, "replaced", REPLACE);
        sent(MAIN, "stays", REMOVE);
        channels.endInterpreter(OTHER);
        assertThat(received(MAIN)).isEqualTo(REPLACE);
        assertThat(received(MAIN)).isEqualTo("stays");
        assertThat(received(MAIN)).isEqualTo(Result.EMPTY);
    }

    @Test
    void aChannelClosesWhenTheLastInterpreterThatUsedItEnds() {
        channels.endInterpreter(OTHER);
        assertThat(channel.isClosed()).isFalse();
        sent(OTHER, "value", REPLACE);
        channels.endInterpreter(OTHER);
        assertThat(channel.isClosed()).isTrue();
    }

    @Test
    void infoCountsInterpretersByWhatTheyHaveToDoWithTheEnds() {
        sent(MAIN, "value", REPLACE);
        sent(OTHER, "value", REPLACE);
        received(OTHER);
        channel.release(MAIN, false, true);
        assertThat(channel.info(MAIN)).containsExactly(1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1);
        assertThat(channel.info(OTHER)).endsWith(1, 0, 1, 0);
        channel.close(false, false, true);
        assertThat(channel.info(MAIN)).containsExactly(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void aChannelThatNobodyRefersToIsGone() {
        long id = channels.create(REPLACE, 1).id();
        Awaitility.await().atMost(GENEROUS).until(() -> {
            System.gc();
            return channels.find(id) == null;
        });
        assertThat(channels.create(REPLACE, 1).id()).isEqualTo(id + 1);
        assertThat(channels.all()).contains(channel);
    }
}
