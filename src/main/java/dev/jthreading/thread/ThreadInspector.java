package dev.jthreading.thread;

import com.oracle.truffle.api.TruffleLanguage;
import dev.jthreading.PythonThread;
import dev.jthreading.ThreadDump;
import dev.jthreading.ThreadDump.Deadlock;
import dev.jthreading.ThreadDump.PythonFrame;
import dev.jthreading.ThreadDump.Wait;
import dev.jthreading.sync.Barrier;
import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.BoundedQueue;
import dev.jthreading.sync.Condition;
import dev.jthreading.sync.ContendedLocks;
import dev.jthreading.sync.Event;
import dev.jthreading.sync.QueuedLock;
import dev.jthreading.sync.Semaphore;
import dev.jthreading.sync.SimpleQueue;
import dev.jthreading.sync.WaitQueue;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at the threads of a context from outside, without the GIL. */
public final class ThreadInspector {

    private final GuestThreads threads;
    private final PythonStacks stacks;

    /**
     * {@code own} says which of Python's files are this library's, whose frames are not told; {@code hurried}, whether somebody waits until
     * nobody looks any more.
     */
    public ThreadInspector(TruffleLanguage.Env env, GuestThreads threads, Blocking blocking, Predicate<String> own,
            BooleanSupplier hurried) {
        this.threads = threads;
        this.stacks = new PythonStacks(env, blocking, own, hurried);
    }

    /** What a thread waits for, who has it, and whether that is a lock of Java's. */
    private record Blocker(String what, @Nullable Long owner, boolean ofJava) {
        Blocker(String what, @Nullable Long owner) {
            this(what, owner, false);
        }
    }

    /** A thread, and whether it waits for a lock of Java's. */
    private record Described(PythonThread thread, boolean waitsForJava) { }

    /** {@code walker}, of Python, returns file, line and function of each of the current thread's frames, all in one list. */
    public void walkStacksBy(Supplier<Object> walker) {
        stacks.walkBy(walker);
    }

    /** The threads that run now, the main one first, the others by ident. */
    public List<PythonThread> threads() {
        return guests().stream().map(this::describe).map(Described::thread).toList();
    }

    /** What {@code guest} is and does, if it runs. */
    public Optional<PythonThread> thread(GuestThread guest) {
        return threads.running().filter(other -> other.ident() == guest.ident() && other.javaThread() != null).findAny()
                .map(this::describe).map(Described::thread);
    }

    private List<GuestThread> guests() {
        Comparator<GuestThread> mainFirst = Comparator.comparing(guest -> !threads.isMain(guest));
        return threads.running().filter(guest -> guest.javaThread() != null)
                .sorted(mainFirst.thenComparingLong(GuestThread::ident)).toList();
    }

    private Described describe(GuestThread guest) {
        Thread thread = guest.javaThread();
        Blocker blocker = thread == null ? null : blocker(thread);
        PythonThread described = new PythonThread(guest.displayName(), guest.ident(), guest.nativeId(), threads.isDaemon(guest),
                thread != null && thread.isVirtual(), threads.isMain(guest),
                thread == null ? Thread.State.TERMINATED : thread.getState(),
                blocker == null ? null : blocker.what, blocker == null ? null : blocker.owner);
        return new Described(described, blocker != null && blocker.ofJava);
    }

    private static @Nullable Blocker blocker(Thread thread) {
        return switch (LockSupport.getBlocker(thread)) {
            case QueuedLock lock -> new Blocker(lock.toString(), lock.holder() == 0 ? null : lock.holder());
            case GuestThread joined -> new Blocker(joined.toString(), joined.ident());
            case Condition condition -> new Blocker(condition.toString(), null);
            case WaitQueue queue -> new Blocker(queue.toString(), null);
            case Event event -> new Blocker(event.toString(), null);
            case Barrier barrier -> new Blocker(barrier.toString(), null);
            case Semaphore semaphore -> new Blocker(semaphore.toString(), null);
            case SimpleQueue queue -> new Blocker(queue.toString(), null);
            case BoundedQueue<?> queue -> new Blocker(queue.toString(), null);
            case null, default -> thread.isVirtual() ? null : javaBlocker(thread);
        };
    }

    /** A lock of Java's, as the one that GraalPy's interpreter has. */
    private static @Nullable Blocker javaBlocker(Thread thread) {
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId());
        if (info == null || info.getLockInfo() == null || info.getLockOwnerId() == -1) {
            return null;
        }
        return new Blocker("<" + info.getLockInfo() + ">", info.getLockOwnerId(), true);
    }

    /** What all threads are doing. Threads that do not come to a safepoint within a second have no Python stack in it. */
    public ThreadDump dump() {
        List<GuestThread> guests = guests();
        List<Thread> alive = new ArrayList<>();
        for (GuestThread guest : guests) {
            Thread thread = guest.javaThread();
            if (thread != null) {
                alive.add(thread);
            }
        }
        // Before the safepoints, which threads leave their waits for.
        List<Described> described = guests.stream().map(this::describe).toList();
        Map<Long, List<StackTraceElement>> javaStacks = alive.stream()
                .collect(Collectors.toMap(Thread::threadId, thread -> List.of(thread.getStackTrace()), (one, other) -> one));
        Map<Long, String> names = described.stream().map(Described::thread)
                .collect(Collectors.toMap(PythonThread::ident, PythonThread::name, (one, other) -> one));
        List<Deadlock> deadlocks = deadlocks(alive, names);
        Map<Long, List<PythonFrame>> pythonStacks = new HashMap<>();
        stacks.of(alive).forEach((thread, frames) -> pythonStacks.put(thread.threadId(), frames));
        return new ThreadDump(described.stream().map(one -> entry(one, pythonStacks, javaStacks)).toList(), deadlocks);
    }

    private static ThreadDump.Entry entry(Described one, Map<Long, List<PythonFrame>> pythonStacks,
            Map<Long, List<StackTraceElement>> javaStacks) {
        long ident = one.thread.ident();
        return new ThreadDump.Entry(one.thread, held(ident), pythonStacks.getOrDefault(ident, List.of()),
                javaStacks.getOrDefault(ident, List.of()), one.waitsForJava);
    }

    private static List<String> held(long ident) {
        return ContendedLocks.heldBy(ident).stream().map(QueuedLock::toString).toList();
    }

    /** Each thread waits for at most one other: whoever follows those comes to an end or into a circle. */
    private static List<Deadlock> deadlocks(List<Thread> pythonThreads, Map<Long, String> names) {
        Map<Long, Thread> known = platformThreads()
                .collect(Collectors.toMap(Thread::threadId, Function.identity(), (one, other) -> one, HashMap::new));
        pythonThreads.forEach(thread -> known.put(thread.threadId(), thread));
        List<Deadlock> found = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (Thread start : pythonThreads) {
            List<Wait> path = new ArrayList<>();
            Thread thread = start;
            while (thread != null && seen.add(thread.threadId())) {
                Blocker blocker = blocker(thread);
                if (blocker == null || blocker.owner == null) {
                    thread = null;
                } else {
                    String name = names.getOrDefault(thread.threadId(), thread.getName());
                    path.add(new Wait(name, thread.threadId(), blocker.what, blocker.owner, blocker.ofJava));
                    thread = known.get(blocker.owner);
                }
            }
            if (thread != null) {
                addCircle(found, path, thread.threadId());
            }
        }
        // The threads went on while they were looked at one by one. A circle that is there after all have been is one, unless each of its
        // threads happens to wait for the same again.
        found.removeIf(deadlock -> !deadlock.waits().stream().allMatch(wait -> stillWaits(wait, known)));
        return found;
    }

    private static boolean stillWaits(Wait wait, Map<Long, Thread> known) {
        Thread thread = known.get(wait.ident());
        Blocker blocker = thread == null ? null : blocker(thread);
        return blocker != null && blocker.what.equals(wait.waitsFor()) && Objects.equals(blocker.owner, wait.ownerIdent());
    }

    /** Without their stacks, for which all would have to stop. */
    private static Stream<Thread> platformThreads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads;
        int count;
        do {
            threads = new Thread[2 * root.activeCount() + 1];
            count = root.enumerate(threads);
        } while (count == threads.length);
        return Arrays.stream(threads, 0, count);
    }

    /** The part of {@code path} from the thread that it came back to; none if that was seen on another path. */
    private static void addCircle(List<Deadlock> found, List<Wait> path, long backAt) {
        for (int i = 0; i < path.size(); i++) {
            if (path.get(i).ident() == backAt) {
                found.add(new Deadlock(path.subList(i, path.size())));
                return;
            }
        }
    }
}
