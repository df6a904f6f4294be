package dev.jthreading.thread;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.frame.FrameInstance;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.nodes.ControlFlowException;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import dev.jthreading.ThreadDump.PythonFrame;
import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Python frames of threads: each thread writes down its own, at its next safepoint. For interpreted code, only Python knows
 * the line, and to ask Python a thread needs the GIL. A thread that does not get the GIL in time is shown with the lines where its
 * functions begin.
 */
final class PythonStacks {

    /** For all threads together. One that is in a system call does not come to a safepoint before it is over. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The engine may forget that a thread has something to do, until it is told so again. */
    private static final long ASK_AGAIN_NANOS = MOST_NANOS / 4;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Future<?> NEVER_DONE = new CompletableFuture<>();

    private final TruffleLanguage.Env env;
    private final Blocking blocking;
    private final Predicate<String> own;
    private final BooleanSupplier hurried;
    /** Threads that came to no safepoint in the time of a dump, and what says whether they have since. They are asked no second thing. */
    private final Map<Thread, Future<?>> late = Collections.synchronizedMap(new WeakHashMap<>());
    private volatile @Nullable Supplier<Object> python;

    /** {@code hurried} says whether somebody waits until nobody looks any more. */
    PythonStacks(TruffleLanguage.Env env, Blocking blocking, Predicate<String> own, BooleanSupplier hurried) {
        this.env = env;
        this.blocking = blocking;
        this.own = own;
        this.hurried = hurried;
    }

    /**
     * What threads are asked. Nobody cancels it: the engine then takes it from the context, but not from the thread, which fails when it
     * meets it after the context has closed.
     */
    private final class Request extends SafepointAction {

        private final Map<Thread, List<PythonFrame>> stacks = new ConcurrentHashMap<>();
        private volatile boolean over;

        @Override
        protected void run(Access access) {
            Thread thread = access.getThread();
            try {
                if (!over && stacks.putIfAbsent(thread, withoutOwn(currentFrames(access.getLocation()))) == null) {
                    // Waits for the GIL, which another thread may keep for long.
                    stacks.put(thread, framesHere(access.getLocation()));
                }
            } catch (StackOverflowError end) {
                // The program has room for what it does, and must not fail for this.
                stacks.putIfAbsent(thread, List.of());
            } finally {
                late.remove(thread);
            }
        }

        /** Nobody waits any more for {@code missing}, which were {@code asked}. */
        private void end(List<Thread> missing, Future<?> asked) {
            missing.forEach(thread -> late.put(thread, asked));
            over = true;
            late.keySet().removeAll(stacks.keySet());
        }
    }

    /** The frames of those of {@code threads} that came to a safepoint in time. */
    Map<Thread, List<PythonFrame>> of(Collection<Thread> threads) {
        Request request = new Request();
        Deadline deadline = Deadline.after(MOST_NANOS);
        List<Thread> missing = new ArrayList<>(threads);
        if (missing.remove(Thread.currentThread())) {
            request.stacks.put(Thread.currentThread(), framesHere(null));
        }
        while (!missing.isEmpty()) {
            // Threads that have left the context since are not late any more.
            late.values().removeIf(Future::isDone);
            List<Thread> asked = missing.stream().filter(thread -> !late.containsKey(thread)).toList();
            Future<?> done = asked.isEmpty() ? NEVER_DONE : env.submitThreadLocal(asked.toArray(Thread[]::new), request);
            await(done, Deadline.after(Math.min(ASK_AGAIN_NANOS, deadline.remaining())));
            boolean answered = done.isDone();
            missing.removeIf(thread -> request.stacks.containsKey(thread) || !thread.isAlive());
            if (answered) {
                // Those that are left of them are not in the context.
                missing.removeAll(asked);
            } else if (deadline.remaining() <= 0 || hurried.getAsBoolean()) {
                request.end(missing.stream().filter(asked::contains).toList(), done);
                break;
            }
        }
        return request.stacks;
    }

    private void await(Future<?> done, Deadline deadline) {
        try {
            blocking.await(() -> {
                do {
                    TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
                } while (!done.isDone() && deadline.remaining() > 0 && !hurried.getAsBoolean());
                return done.isDone();
            });
        } catch (InterruptedException unreachable) {
            throw new AssertionError("waits go through the safepoint gateway", unreachable);
        }
    }

    /** {@code walker}, of Python, returns file, line and function of each of the current thread's frames, all in one list. */
    void walkBy(Supplier<Object> walker) {
        python = walker;
    }

    /** The calling thread's frames. A thread without any does not enter Python to find that out. */
    private List<PythonFrame> framesHere(@Nullable Node location) {
        List<PythonFrame> rough = currentFrames(location);
        List<PythonFrame> exact = rough.isEmpty() ? List.of() : framesByPython();
        return withoutOwn(exact.isEmpty() ? rough : exact);
    }

    /** All of them, if the thread is in nothing else. */
    private List<PythonFrame> withoutOwn(List<PythonFrame> frames) {
        List<PythonFrame> others = frames.stream().filter(frame -> !own.test(frame.file())).toList();
        return others.isEmpty() ? frames : others;
    }

    /**
     * Empty if Python fails, as at the end of the stack. It does so too, with errors of Java's, where the function that was interrupted has
     * only begun. What is to be raised in the thread is not raised meanwhile.
     */
    private List<PythonFrame> framesByPython() {
        Supplier<Object> walker = python;
        TruffleSafepoint safepoint = TruffleSafepoint.getCurrent();
        boolean allowed = safepoint.setAllowSideEffects(false);
        try {
            return walker == null ? List.of() : frames(walker.get());
        } catch (ControlFlowException passing) {
            throw passing;
        } catch (InteropException | RuntimeException | AssertionError nothing) {
            return List.of();
        } finally {
            safepoint.setAllowSideEffects(allowed);
        }
    }

    private static List<PythonFrame> frames(Object list) throws InteropException {
        InteropLibrary interop = InteropLibrary.getUncached();
        List<PythonFrame> frames = new ArrayList<>();
        for (long i = 0; i + 2 < interop.getArraySize(list); i += 3) {
            frames.add(new PythonFrame(interop.asString(interop.readArrayElement(list, i + 2)),
                    interop.asString(interop.readArrayElement(list, i)), interop.asInt(interop.readArrayElement(list, i + 1))));
        }
        return frames;
    }

    /** Without Python's help: the engine knows functions, and the lines of calls that have been compiled. */
    private static List<PythonFrame> currentFrames(@Nullable Node location) {
        List<PythonFrame> frames = new ArrayList<>();
        Truffle.getRuntime().iterateFrames(frame -> {
            // The topmost frame has no call; where it is the safepoint knows.
            Node call = frame.getCallNode();
            add(frames, frame, call == null && frames.isEmpty() ? location : call);
            return null;
        });
        return frames;
    }

    private static void add(List<PythonFrame> frames, FrameInstance frame, @Nullable Node call) {
        RootNode root = rootOf(frame);
        SourceSection rootSection = root == null || root.isInternal() ? null : root.getSourceSection();
        if (root == null || rootSection == null || root.getLanguageInfo() == null || root.getLanguageInfo().isInternal()) {
            return;
        }
        SourceSection section = call == null ? null : call.getEncapsulatingSourceSection();
        SourceSection shown = section == null || !section.isAvailable() ? rootSection : section;
        String path = shown.getSource().getPath();
        String file = path == null ? shown.getSource().getName() : path;
        frames.add(new PythonFrame(Objects.requireNonNullElse(root.getName(), "?"), file, shown.getStartLine()));
    }

    private static @Nullable RootNode rootOf(FrameInstance frame) {
        return frame.getCallTarget() instanceof com.oracle.truffle.api.RootCallTarget target ? target.getRootNode() : null;
    }
}
