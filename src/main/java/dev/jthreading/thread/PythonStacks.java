package dev.jthreading.thread;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.FrameInstance;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import dev.jthreading.ThreadDump.PythonFrame;
import dev.jthreading.sync.Blocking;
import dev.jthreading.sync.Deadline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Python frames of threads: each writes down its own, at its next safepoint. Lines of code are what only Python knows of
 * code that is interpreted; a thread that does not get the interpreter lock in time is shown with the lines where its functions
 * begin.
 */
final class PythonStacks {

    /** For all threads together. One that is in a system call does not come to a safepoint before it is over. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The engine may forget that a thread has something to do, until it is told so again. */
    private static final long ASK_AGAIN_NANOS = PATIENCE_NANOS / 4;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final TruffleLanguage.Env env;
    private final Blocking blocking;
    private volatile @Nullable Supplier<String> python;

    PythonStacks(TruffleLanguage.Env env, Blocking blocking) {
        this.env = env;
        this.blocking = blocking;
    }

    /** The frames of those of {@code threads} that came to a safepoint in time. */
    Map<Thread, List<PythonFrame>> of(Collection<Thread> threads) {
        Map<Thread, List<PythonFrame>> stacks = new ConcurrentHashMap<>();
        Deadline deadline = Deadline.after(PATIENCE_NANOS);
        List<Thread> missing = new ArrayList<>(threads);
        if (missing.remove(Thread.currentThread())) {
            List<PythonFrame> exact = framesByPython();
            stacks.put(Thread.currentThread(), exact.isEmpty() ? currentFrames(null) : exact);
        }
        while (!missing.isEmpty() && deadline.remaining() > 0) {
            Future<?> done = env.submitThreadLocal(missing.toArray(Thread[]::new), new SafepointAction() {
                @Override
                protected void run(Access access) {
                    stacks.put(access.getThread(), currentFrames(access.getLocation()));
                    // Waits for the interpreter lock, which some other thread may have for long.
                    List<PythonFrame> exact = framesByPython();
                    if (!exact.isEmpty()) {
                        stacks.put(access.getThread(), exact);
                    }
                }
            });
            await(done, Deadline.after(Math.min(ASK_AGAIN_NANOS, deadline.remaining())));
            done.cancel(false);
            missing.removeIf(thread -> stacks.containsKey(thread) || !thread.isAlive());
            if (done.isDone() && !done.isCancelled()) {
                // Those that are left are not in the context.
                return stacks;
            }
        }
        return stacks;
    }

    private void await(Future<?> done, Deadline deadline) {
        try {
            blocking.await(() -> {
                while (!done.isDone() && deadline.remaining() > 0) {
                    TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
                }
                return done.isDone();
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code walker}, of Python, returns file, line and function of each of the current thread's frames, all in lines of their own. */
    void walkBy(Supplier<String> walker) {
        python = walker;
    }

    /** A program can change the function that looks: then it tells nothing. */
    private List<PythonFrame> framesByPython() {
        Supplier<String> walker = python;
        try {
            return walker == null ? List.of() : parse(walker.get().split("\n", -1));
        } catch (ClassCastException | NumberFormatException nonsense) {
            return List.of();
        }
    }

    private static List<PythonFrame> parse(String[] lines) {
        List<PythonFrame> frames = new ArrayList<>();
        for (int i = 0; i + 2 < lines.length; i += 3) {
            frames.add(new PythonFrame(lines[i + 2], lines[i], Integer.parseInt(lines[i + 1])));
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
        frames.add(new PythonFrame(Objects.requireNonNullElse(root.getName(), "?"), path == null ? shown.getSource().getName() : path, shown.getStartLine()));
    }

    private static @Nullable RootNode rootOf(FrameInstance frame) {
        return frame.getCallTarget() instanceof com.oracle.truffle.api.RootCallTarget target ? target.getRootNode() : null;
    }
}
