package dev.jthreading.conformance;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.api.TruffleStackTrace;
import com.oracle.truffle.api.TruffleStackTraceElement;
import com.oracle.truffle.api.instrumentation.ContextsListener;
import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.nodes.LanguageInfo;
import com.oracle.truffle.api.source.SourceSection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;

/**
 * The Python side of a hang: the Python frames of all threads. GraalPy's {@code sys._current_frames} knows the calling
 * thread alone and needs the GIL, which a hung test may hold. An instrument asks each thread at its next safepoint, and a
 * thread that waits, as one in a deadlock, is at one.
 */
@TruffleInstrument.Registration(id = GuestFrames.ID, name = "Guest frames of all threads", services = GuestFrames.class)
public final class GuestFrames extends TruffleInstrument {

    static final String ID = "guest-frames";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Set<TruffleContext> contexts = ConcurrentHashMap.newKeySet();
    private @Nullable Env env;

    static GuestFrames of(Engine engine) {
        return Objects.requireNonNull(engine.getInstruments().get(ID)).lookup(GuestFrames.class);
    }

    @Override
    protected void onCreate(Env created) {
        env = created;
        created.getInstrumenter().attachContextsListener(new Contexts(), true);
        created.registerService(this);
    }

    /** The frames of every thread that answered within a few seconds. */
    String dump() {
        return contexts.stream().map(this::dump).collect(Collectors.joining("\n"));
    }

    private String dump(TruffleContext context) {
        Map<Thread, String> frames = new ConcurrentHashMap<>();
        Future<?> collected = Objects.requireNonNull(env).submitThreadLocal(context, null, new Collector(frames));
        String rest = "";
        try {
            collected.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            rest = "(not every thread answered)\n";
        } catch (ExecutionException e) {
            rest = e.getCause() + "\n";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return frames.entrySet().stream()
                .map(entry -> "Python frames of \"" + entry.getKey().getName() + "\"\n" + entry.getValue())
                .collect(Collectors.joining()) + rest;
    }

    /** Remembers which contexts are open. */
    private final class Contexts implements ContextsListener {

        @Override
        public void onContextCreated(TruffleContext context) {
            contexts.add(context);
        }

        @Override
        public void onContextClosed(TruffleContext context) {
            contexts.remove(context);
        }

        @Override
        public void onLanguageContextCreated(TruffleContext context, LanguageInfo language) {
        }

        @Override
        public void onLanguageContextInitialized(TruffleContext context, LanguageInfo language) {
        }

        @Override
        public void onLanguageContextFinalized(TruffleContext context, LanguageInfo language) {
        }

        @Override
        public void onLanguageContextDisposed(TruffleContext context, LanguageInfo language) {
        }
    }

    /** Describes the thread that it runs on. */
    private static final class Collector extends ThreadLocalAction {

        private final Map<Thread, String> frames;

        Collector(Map<Thread, String> frames) {
            super(false, false);
            this.frames = frames;
        }

        @Override
        @TruffleBoundary
        protected void perform(Access access) {
            Throwable here = new Throwable();
            TruffleStackTrace.fillIn(here);
            @Nullable List<TruffleStackTraceElement> elements = TruffleStackTrace.getStackTrace(here);
            frames.put(access.getThread(), elements == null ? "" : elements.stream()
                    .map(element -> "    " + describe(element) + "\n").collect(Collectors.joining()));
        }

        private static String describe(TruffleStackTraceElement element) {
            String name = String.valueOf(element.getTarget().getRootNode().getName());
            return location(element.getGuestObject())
                    .map(section -> "%s:%d in %s".formatted(section.getSource().getName(), section.getStartLine(), name))
                    .orElse(name);
        }

        private static Optional<SourceSection> location(Object frame) {
            InteropLibrary interop = InteropLibrary.getUncached();
            try {
                return interop.hasSourceLocation(frame) ? Optional.of(interop.getSourceLocation(frame)) : Optional.empty();
            } catch (UnsupportedMessageException e) {
                return Optional.empty();
            }
        }
    }
}
