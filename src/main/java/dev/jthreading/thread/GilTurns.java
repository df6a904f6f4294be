package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleLanguage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The turns that threads get of the GIL: while a thread waits for the GIL, the owner gives way once in each switch interval
 * ({@code sys.setswitchinterval}). GraalPy by itself takes 50 ms.
 *
 * <p>How a thread gets its turn:
 * <ol>
 * <li>It parks in GraalPy's GIL, which is a fair {@link ReentrantLock}: first come, first served.
 * <li>The {@link Housekeeper} looks at the contenders, once in each interval. What a Java thread is parked on can be seen, and the JVM
 *     tells which thread owns that. GraalPy itself offers neither.
 * <li>The housekeeper sends the owner a {@link GiveWay}, a thread-local action. The owner runs it at its next safepoint in a program.
 * <li>There the owner calls {@code give_way}, a module function that releases the GIL. The fair lock goes to the thread at the head
 *     of its queue.
 * <li>The former owner {@linkplain #stayAway stays away} for a moment. Then it queues for the GIL, behind those that wait.
 * </ol>
 *
 * <p>Virtual threads: the JVM does not tell the owner of what they wait for, nor that a virtual thread is the owner. Then several
 * threads are asked: of those that run, all for a waiter that is virtual, and the virtual ones for another. The owner is among them.
 *
 * <p>Who is asked to give way, and when:
 * <ul>
 * <li>Only contenders are looked at, so no thread that waits in the gateway. Several locks may have waiters, since applications have
 *     locks too. One waiter of each lock is looked at, and owners that run are asked.
 * <li>One request is under way at a time. The next one is made when the owner has reached it, when all who were asked have ended, or
 *     after 4 looks in vain. The engine may forget a request. For an owner that still does not come, the number doubles, up to 64.
 * <li>Other threads may answer while one is in a system call. A thread that was asked, and has not answered since, is left out
 *     for a number of looks. That doubles whenever the thread is asked in vain, up to 4,096.
 * <li>An owner in the middle of a builtin refuses, and wakes up the housekeeper to be asked again at once. After 20 refusals in a row
 *     it is asked at the next interval.
 * </ul>
 *
 * <p>Memory order: this class hands over no data. What {@code action} and interval are is volatile; the request's fields that the owner
 * writes are volatile too. The GIL, a lock of Java's, orders what Python's threads write.
 *
 * <p>Races, all of them harmless but for the last one:
 * <ul>
 * <li>The owner may have given the GIL away between look and safepoint. It gives way once too often.
 * <li>The waiter may have got the GIL, or left the queue. The same.
 * <li>A thread that is not the owner may be asked, with virtual threads. It owns the GIL when it reaches a safepoint in a program, and
 *     gives way then.
 * <li>The GIL may be free while threads are parked on it. An owner whose stack overflows may release it and not get as far as waking up
 *     the next one. {@code wakeUpWaitersFor} does that in its place. Without it they would wait forever.
 * </ul>
 */
public final class GilTurns {

    /** CPython's. */
    private static final long DEFAULT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** A shorter interval would cost more than the work between two switches. */
    private static final long LEAST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    /** The part of an interval for which the former owner {@linkplain #stayAway stays away}. */
    private static final int STAY_AWAY_PART = 50;

    private static final int MOST_LOOKS = 1 << 12;

    private static final Thread[] NOBODY = new Thread[0];

    private final TruffleLanguage.Env env;
    private final Gil gil = new Gil();
    private volatile long nanos = DEFAULT_NANOS;
    private volatile @Nullable Runnable giveWay;
    /** Used by the housekeeper only. */
    private @Nullable GiveWay request;
    /** Threads that have been asked, and have not come to a safepoint since; one may be in a system call for hours. */
    private final Map<Thread, Unanswered> unanswered = new ConcurrentHashMap<>();

    /** For how many looks a thread has not answered, and after how many it is asked again. */
    private record Unanswered(int looks, int most) {

        private Unanswered asked() {
            return new Unanswered(0, Math.min(2 * most, MOST_LOOKS));
        }
    }

    public GilTurns(TruffleLanguage.Env env) {
        this.env = env;
    }

    /** {@code action}, run by the owner of the GIL, releases it and takes it again, behind those that wait. */
    public void giveWayBy(Runnable action) {
        giveWay = action;
    }

    /** What is known of the GIL. */
    public Gil gil() {
        return gil;
    }

    /** Sets the switch interval, in seconds. */
    public void setInterval(double seconds) {
        nanos = Math.max(LEAST_NANOS, (long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }

    /** The time between two looks: the switch interval, but the {@link Gil} is to be known before a thread has long waited for it. */
    long nanos() {
        return gil.isKnown() ? nanos : Math.min(nanos, DEFAULT_NANOS);
    }

    /**
     * To be called by the owner of the GIL that gives way, while it has released it. The next owner often wakes another thread and then
     * waits for it. That thread is only on its way to the queue. If the former owner computed and queued at once, it would be
     * before that thread, and a whole interval would pass until the wake-up arrived.
     */
    public void stayAway() {
        LockSupport.parkNanos(this, Math.min(nanos, DEFAULT_NANOS) / STAY_AWAY_PART);
    }

    /** Has owners of what {@code contenders} wait for give way; for the housekeeper. */
    void look(Set<Thread> contenders) {
        contenders.forEach(gil::look);
        Runnable action = giveWay;
        Thread[] asked = action == null || (request != null && request.isPending()) ? NOBODY
                : ownersOfWhatIsWaitedFor(contenders).filter(this::isDue).toArray(Thread[]::new);
        if (action != null && asked.length > 0) {
            for (Thread thread : asked) {
                unanswered.merge(thread, new Unanswered(0, GiveWay.FIRST_LOOKS), (before, first) -> before.asked());
            }
            request = new GiveWay(action, Thread.currentThread(), unanswered::remove, request);
            request.submit(env, asked);
            unanswered.keySet().removeIf(thread -> !contenders.contains(thread));
        }
    }

    /** Whether a thread has answered, or has not for so long that the engine may have forgotten it. */
    private boolean isDue(Thread thread) {
        Unanswered before = unanswered.get(thread);
        if (before == null || before.looks + 1 >= before.most) {
            return true;
        }
        unanswered.replace(thread, before, new Unanswered(before.looks + 1, before.most));
        return false;
    }

    /** Threads may wait for locks of an application's, and for what has no owner: one of those that wait for each thing is looked at. */
    private static Stream<Thread> ownersOfWhatIsWaitedFor(Collection<Thread> contenders) {
        Set<Object> met = Collections.newSetFromMap(new IdentityHashMap<>());
        return contenders.stream()
                // This library's own are none: on its way into a wait and out of it, a thread may be met that is parked on one.
                .filter(thread -> LockSupport.getBlocker(thread) instanceof AbstractQueuedSynchronizer awaited && met.add(awaited))
                .flatMap(waiting -> owners(waiting, contenders))
                // One that is taken out and put back meanwhile is met twice, which the engine does not accept.
                .distinct();
    }

    /** The JVM tells the owner among platform threads; with virtual ones it is one of those that run. */
    private static Stream<Thread> owners(Thread waiting, Collection<Thread> contenders) {
        ThreadInfo info = waiting.isVirtual() ? null : Management.THREADS.getThreadInfo(waiting.threadId());
        long owner = info == null ? -1 : info.getLockOwnerId();
        boolean told = owner != -1;
        // The GIL's owner runs: whoever waits, or sleeps with a lock of the application's, is another's.
        List<Thread> owners = contenders.stream().filter(GilTurns::runs)
                .filter(thread -> told ? thread.threadId() == owner : thread.isVirtual() || waiting.isVirtual()).toList();
        if (info != null && !told && owners.isEmpty()) {
            wakeUpWaitersFor(LockSupport.getBlocker(waiting), contenders);
        }
        return owners.stream();
    }

    /**
     * A lock that nobody has is about to be taken, as a rule. But a thread that released the GIL at the end of its stack may not have
     * got as far as waking up the next one. Nobody else would.
     */
    @SuppressWarnings("ReferenceEquality")
    private static void wakeUpWaitersFor(@Nullable Object free, Collection<Thread> contenders) {
        if (free != null && free.getClass().getEnclosingClass() == ReentrantLock.class) {
            contenders.stream().filter(thread -> LockSupport.getBlocker(thread) == free).forEach(LockSupport::unpark);
        }
    }

    /** Whether {@code thread} computes, or is in a system call. */
    static boolean runs(Thread thread) {
        return thread.getState() == Thread.State.RUNNABLE;
    }

    /** Whether {@code thread} may want the GIL: Java threads have left the context as a rule, whatever they do. */
    boolean runsHere(Thread thread) {
        return runs(thread) && gil.isInside(thread);
    }

    /** Loaded when it is needed, which for most programs is never. */
    private static final class Management {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        private Management() { }
    }
}
