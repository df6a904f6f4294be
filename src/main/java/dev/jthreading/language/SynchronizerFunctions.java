package dev.jthreading.language;

import dev.jthreading.sync.Barrier;
import dev.jthreading.sync.Condition;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import dev.jthreading.sync.Monitor;
import dev.jthreading.sync.Semaphore;
import dev.jthreading.sync.WaitQueue;
import dev.jthreading.sync.Waiters;

/** Functions of {@code Condition}, {@code Semaphore}, {@code Event} and {@code Barrier}. */
final class SynchronizerFunctions {

    private final JThreadingContext context;
    private final Values values;

    SynchronizerFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(NativeModule module) {
        addConditionTo(module);
        addSemaphoreTo(module);
        addEventTo(module);
        addBarrierTo(module);
    }

    private void addConditionTo(NativeModule module) {
        module.add("queue_new", 0, args -> new Handle(new WaitQueue()));
        module.add("queue_enqueue", 1, args -> new Handle(queue(args[0]).enqueue()));
        module.add("queue_wait", 3, this::waitInQueue);
        module.addVoid("queue_abandon", 2, args -> queue(args[0]).abandon(waiter(args[1])));
        module.add("waiters_notify", 2, args -> waiters(args[0]).notify(Values.asLong(args[1])));
        module.add("waiters_count", 1, args -> waiters(args[0]).size());
        module.add("condition_new", 1, args -> new Handle(new Condition(Values.target(args[0], Monitor.class))));
        module.add("condition_is_held", 1, args -> condition(args[0]).isHeld());
        module.add("condition_notify", 2, this::notifyOwned);
        module.add("condition_wait", 2, this::waitForCondition);
    }

    private void addSemaphoreTo(NativeModule module) {
        module.add("semaphore_new", 2, args -> new Handle(new Semaphore(Values.asLong(args[0]), Values.asLong(args[1]))));
        module.add("semaphore_try", 1, args -> semaphore(args[0]).tryAcquire());
        module.add("semaphore_wait", 2, this::waitForSemaphore);
        module.add("semaphore_release", 2, this::releaseSemaphore);
        module.add("semaphore_value", 1, args -> semaphore(args[0]).permits());
        module.add("semaphore_bound", 1, args -> semaphore(args[0]).bound());
    }

    /** Returns whether there were not too many permits; None if it is not told a number of them. */
    private Object releaseSemaphore(Object[] args) {
        Semaphore semaphore = semaphore(args[0]);
        long permits = switch (args[1]) {
            case Integer number -> number;
            case Long number -> number;
            default -> 0;
        };
        return permits > 0 ? semaphore.release(permits) : values.none();
    }

    private void addEventTo(NativeModule module) {
        module.add("event_new", 0, args -> new Handle(new Event()));
        module.add("event_is_set", 1, args -> event(args[0]).isSet());
        module.addVoid("event_set", 1, args -> event(args[0]).set());
        module.addVoid("event_clear", 1, args -> event(args[0]).clear());
        module.addVoid("event_reset", 1, args -> event(args[0]).reset());
        module.add("event_wait", 2, this::waitForEvent);
    }

    private void addBarrierTo(NativeModule module) {
        module.add("barrier_new", 1, args -> new Handle(new Barrier(Math.toIntExact(Values.asLong(args[0])))));
        module.add("barrier_arrive", 1, this::arrive);
        module.add("arrival_index", 1, args -> arrival(args[0]).index());
        module.add("arrival_is_last", 1, args -> arrival(args[0]).last());
        module.add("barrier_trip", 2, args -> barrier(args[0]).trip(arrival(args[1])));
        module.addVoid("barrier_break", 2, args -> barrier(args[0]).breakRound(arrival(args[1])));
        module.addVoid("barrier_leave", 2, args -> barrier(args[0]).leave(arrival(args[1])));
        module.add("barrier_wait", 3, this::waitAtBarrier);
        module.addVoid("barrier_abort", 1, args -> barrier(args[0]).abort());
        module.addVoid("barrier_reset", 1, args -> barrier(args[0]).reset());
        module.add("barrier_waiting", 1, args -> barrier(args[0]).waiting());
        module.add("barrier_is_broken", 1, args -> barrier(args[0]).isBroken());
    }

    private static Waiters waiters(Object handle) {
        return Values.target(handle, Waiters.class);
    }

    private static WaitQueue queue(Object handle) {
        return Values.target(handle, WaitQueue.class);
    }

    private static Condition condition(Object handle) {
        return Values.target(handle, Condition.class);
    }

    private static Semaphore semaphore(Object handle) {
        return Values.target(handle, Semaphore.class);
    }

    private static Event event(Object handle) {
        return Values.target(handle, Event.class);
    }

    private static Barrier barrier(Object handle) {
        return Values.target(handle, Barrier.class);
    }

    private static Barrier.Arrival arrival(Object handle) {
        return Values.target(handle, Barrier.Arrival.class);
    }

    private static WaitQueue.Waiter waiter(Object handle) {
        return Values.target(handle, WaitQueue.Waiter.class);
    }

    private Object waitInQueue(Object[] args) throws InterruptedException {
        WaitQueue queue = queue(args[0]);
        Deadline deadline = values.deadline(args[2]);
        return context.await(queue, () -> queue.await(waiter(args[1]), deadline, context.blocking()));
    }

    /** Notifies if the lock is held, and returns whether it is. */
    private Object notifyOwned(Object[] args) {
        Condition condition = condition(args[0]);
        boolean held = condition.isHeld();
        if (held) {
            condition.notify(Values.asLong(args[1]));
        }
        return held;
    }

    /** The facade has looked whether the lock is held, and raises what Python raises if it is not. */
    private Object waitForCondition(Object[] args) throws InterruptedException {
        Condition condition = condition(args[0]);
        if (!condition.isHeld()) {
            throw new IllegalArgumentException("the lock is not held");
        }
        Deadline deadline = values.deadline(args[1]);
        return context.await(condition, () -> condition.await(deadline, context.unlockedBlocking()));
    }

    private Object waitForSemaphore(Object[] args) throws InterruptedException {
        Semaphore semaphore = semaphore(args[0]);
        Deadline deadline = values.deadline(args[1]);
        return context.await(semaphore, () -> semaphore.acquire(deadline, context.blocking()));
    }

    private Object waitForEvent(Object[] args) throws InterruptedException {
        Event event = event(args[0]);
        Deadline deadline = values.deadline(args[1]);
        return context.await(event, () -> event.await(deadline, context.blocking()));
    }

    private Object arrive(Object[] args) throws InterruptedException {
        Barrier.Arrival arrival = barrier(args[0]).arrive(context.blocking());
        return arrival == null ? values.none() : new Handle(arrival);
    }

    private Object waitAtBarrier(Object[] args) throws InterruptedException {
        Barrier barrier = barrier(args[0]);
        Deadline deadline = values.deadline(args[2]);
        return context.await(barrier, () -> barrier.await(arrival(args[1]), deadline, context.blocking()));
    }
}
