package dev.jthreading.language;

import static dev.jthreading.language.ModuleFunction.Gil.KEPT;

import dev.jthreading.sync.Barrier;
import dev.jthreading.sync.Condition;
import dev.jthreading.sync.Deadline;
import dev.jthreading.sync.Event;
import dev.jthreading.sync.QueuedLock;
import dev.jthreading.sync.Semaphore;
import dev.jthreading.sync.StackRoom;
import dev.jthreading.sync.WaitQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Functions of {@code Condition}, {@code Semaphore}, {@code Event} and {@code Barrier}. */
final class SynchronizerFunctions {

    private final JThreadingContext context;
    private final Values values;

    SynchronizerFunctions(JThreadingContext context, Values values) {
        this.context = context;
        this.values = values;
    }

    void addTo(JThreadingModule module) {
        addConditionTo(module);
        addSemaphoreTo(module);
        addEventTo(module);
        addBarrierTo(module);
    }

    private void addConditionTo(JThreadingModule module) {
        module.add(KEPT, "wait_queue_new", 0, args -> new Handle(new WaitQueue()));
        module.add(KEPT, "condition_new", 1, args -> new Handle(new Condition(Values.target(args[0], QueuedLock.class))));
        module.add(KEPT, "condition_is_held", 1, args -> condition(args[0]).isHeld());
        module.add(KEPT, "condition_waiters", 1, args -> condition(args[0]).size());
        module.add(KEPT, "condition_notify", 2, this::notifyOwned);
        module.add(KEPT, "condition_wait", 2, this::waitForCondition);
        module.add(KEPT, "condition_wait_interruptibly", 2, this::waitForConditionInterruptibly);
    }

    private void addSemaphoreTo(JThreadingModule module) {
        module.add(KEPT, "semaphore_new", 2, args -> new Handle(new Semaphore(Values.asLong(args[0]), Values.asLong(args[1]))));
        module.add(KEPT, "semaphore_try", 1, args -> tryAcquire(semaphore(args[0])));
        module.add(KEPT, "semaphore_wait", 2, this::waitForSemaphore);
        module.add(KEPT, "semaphore_release", 2, this::releaseSemaphore);
        module.add(KEPT, "semaphore_value", 1, args -> semaphore(args[0]).permits());
        module.add(KEPT, "semaphore_bound", 1, args -> semaphore(args[0]).bound());
        module.addVoid(KEPT, "semaphore_set_value", 2, args -> semaphore(args[0]).setPermits(Values.asLong(args[1])));
        module.addVoid(KEPT, "semaphore_set_bound", 2, args -> semaphore(args[0]).setBound(Values.asLong(args[1])));
        module.add(KEPT, "semaphore_condition", 1, args -> values.orNone(semaphore(args[0]).condition()));
        module.addVoid(KEPT, "semaphore_delegate", 2, args -> semaphore(args[0]).delegateTo(args[1]));
    }

    /** At the end of the stack a release may need more of it than this. */
    private static boolean tryAcquire(Semaphore semaphore) {
        StackRoom.requireLittle();
        return semaphore.tryAcquire();
    }

    /** Returns whether there were not too many permits; None if the argument is no such number, or permits change under a condition. */
    private Object releaseSemaphore(Object[] args) {
        Semaphore semaphore = semaphore(args[0]);
        long permits = switch (args[1]) {
            case Integer number -> number;
            case Long number -> number;
            default -> 0;
        };
        return permits > 0 && semaphore.condition() == null ? semaphore.release(permits) : values.none();
    }

    private void addEventTo(JThreadingModule module) {
        module.add(KEPT, "event_new", 0, args -> new Handle(new Event()));
        module.add(KEPT, "event_is_set", 1, args -> event(args[0]).isSet());
        module.addVoid(KEPT, "event_set", 1, args -> event(args[0]).set());
        module.addVoid(KEPT, "event_clear", 1, args -> event(args[0]).clear());
        module.add(KEPT, "event_set_unless_delegated", 1, args -> changeUnlessDelegated(event(args[0]), Event::set));
        module.add(KEPT, "event_clear_unless_delegated", 1, args -> changeUnlessDelegated(event(args[0]), Event::clear));
        module.add(KEPT, "event_condition", 1, args -> values.orNone(event(args[0]).condition()));
        module.addVoid(KEPT, "event_delegate", 2, args -> event(args[0]).delegateTo(args[1]));
        module.addVoid(KEPT, "event_reset", 1, args -> event(args[0]).reset());
        module.add(KEPT, "event_wait", 2, this::waitForEvent);
    }

    /** Returns None, or the condition under which the flag changes: then nothing was done, and the facade has to acquire that first. */
    private Object changeUnlessDelegated(Event event, Consumer<Event> change) {
        Object condition = event.condition();
        if (condition == null) {
            change.accept(event);
        }
        return values.orNone(condition);
    }

    private void addBarrierTo(JThreadingModule module) {
        module.add(KEPT, "barrier_new", 1, args -> new Handle(new Barrier(Values.asInt(args[0]))));
        module.add(KEPT, "barrier_wait", 2, this::waitAtBarrier);
        module.add(KEPT, "barrier_complete", 1, this::completeBarrier);
        module.add(KEPT, "barrier_trip", 2, args -> barrier(args[0]).trip(arrival(args[1])));
        module.addVoid(KEPT, "barrier_abandon", 1, args -> barrier(args[0]).abandon());
        module.addVoid(KEPT, "barrier_break", 2, args -> barrier(args[0]).breakGeneration(arrival(args[1])));
        module.add(KEPT, "arrival_index", 1, args -> arrival(args[0]).index());
        module.addVoid(KEPT, "barrier_set_parties", 2, args -> barrier(args[0]).setParties(Values.asInt(args[1])));
        module.addVoid(KEPT, "barrier_abort", 1, args -> barrier(args[0]).abort());
        module.addVoid(KEPT, "barrier_reset", 1, args -> barrier(args[0]).reset());
        module.add(KEPT, "barrier_waiting", 1, args -> barrier(args[0]).waiting());
        module.add(KEPT, "barrier_is_broken", 1, args -> barrier(args[0]).isBroken());
    }

    private static Condition condition(Object handle) {
        return Values.target(handle, Condition.class);
    }

    private static Condition heldCondition(Object handle) {
        Condition condition = condition(handle);
        if (!condition.isHeld()) {
            throw new IllegalArgumentException("the lock is not held");
        }
        return condition;
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

    /** Notifies if the lock is held, and returns whether it is. */
    private Object notifyOwned(Object[] args) {
        Condition condition = condition(args[0]);
        boolean held = condition.isHeld();
        if (held) {
            condition.notify(Values.asLong(args[1]));
        }
        return held;
    }

    /** Returns None, and does not wait, if the lock is not held: the facade raises what Python raises then. */
    private Object waitForCondition(Object[] args) throws InterruptedException {
        StackRoom.require();
        Condition condition = condition(args[0]);
        if (!condition.isHeld()) {
            return values.none();
        }
        Deadline deadline = values.deadline(args[1]);
        return context.await(condition, () -> condition.await(deadline, context.unlockedBlocking()));
    }

    /** For a Java thread; ends with Java's InterruptedException, also of an interrupt that came before. */
    private Object waitForConditionInterruptibly(Object[] args) {
        StackRoom.require();
        Condition condition = heldCondition(args[0]);
        Deadline deadline = values.deadline(args[1]);
        return context.interruptibly(blocking -> context.await(condition, () -> condition.await(deadline, blocking)));
    }

    private Object waitForSemaphore(Object[] args) throws InterruptedException {
        StackRoom.require();
        Semaphore semaphore = semaphore(args[0]);
        Deadline deadline = values.deadline(args[1]);
        return context.await(semaphore, () -> semaphore.acquire(deadline, context.unlockedBlocking()));
    }

    private Object waitForEvent(Object[] args) throws InterruptedException {
        StackRoom.require();
        Event event = event(args[0]);
        Deadline deadline = values.deadline(args[1]);
        return context.await(event, () -> event.await(deadline, context.unlockedBlocking()));
    }

    /**
     * Arrives and waits for the end of the generation, for so many nanoseconds. Returns the thread's place in it if the barrier tripped,
     * and None if the barrier is broken. The last thread to arrive gets its arrival: it has to trip the barrier.
     */
    private Object waitAtBarrier(Object[] args) throws InterruptedException {
        Barrier barrier = barrier(args[0]);
        Supplier<Deadline> deadline = values.deadlineFrom(args[1]);
        StackRoom.require();
        Barrier.Arrival arrival = barrier.arrive(context.unlockedBlocking());
        if (arrival == null) {
            return values.none();
        }
        if (arrival.last()) {
            return new Handle(arrival);
        }
        boolean tripped = context.await(barrier, () -> barrier.await(arrival, deadline.get(), context.unlockedBlocking()));
        return tripped ? (Object) arrival.index() : values.none();
    }

    /** Arrives if that completes the round, and returns the arrival; None if it does not, or the barrier is broken. */
    private Object completeBarrier(Object[] args) throws InterruptedException {
        Barrier barrier = barrier(args[0]);
        Barrier.Arrival arrival = barrier.arrive(context.unlockedBlocking());
        if (arrival != null && !arrival.last()) {
            barrier.leave(arrival);
            arrival = null;
        }
        return arrival == null ? values.none() : new Handle(arrival);
    }
}
