package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.conformance.VersionOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;

/** Handlers of signals run in the application's main thread where no Python code runs: in between, and while the context closes. */
class SignalsTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    private Context open() {
        return Context.newBuilder("python").allowAllAccess(true).option("jthreading", "true").out(output).err(output)
                .options(VersionOptions.thatAllowSignalHandlers()).build();
    }

    @Test
    void aHandlerMayRunWhereNoFunctionDoes() {
        try (Context context = open()) {
            context.eval("python", """
                    import signal
                    handled = []
                    signal.signal(signal.SIGALRM, lambda signum, frame: handled.append(frame))
                    """);
            context.enter();
            context.eval("python", "signal.raise_signal(signal.SIGALRM)");
            await().until(() -> context.eval("python", "len(handled)").asInt() == 1);
            context.leave();
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void handlersRunWhileTheContextWaitsForItsThreads() {
        Context context = open();
        context.eval("python", """
                import atexit, signal, threading
                stop, closes, exits = threading.Event(), threading.Event(), threading.Event()
                def handle(signum, frame):
                    print("handled in", threading.current_thread().name, flush=True)
                    (stop if not stop.is_set() else exits).set()
                signal.signal(signal.SIGALRM, handle)
                threading._register_atexit(closes.set)
                def serve():
                    closes.wait()
                    signal.raise_signal(signal.SIGALRM)
                    stop.wait()
                threading.Thread(target=serve).start()
                def last():
                    signal.raise_signal(signal.SIGALRM)
                    exits.wait()
                atexit.register(last)
                """);
        context.close();
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                handled in MainThread
                handled in MainThread
                """);
    }

    @Test
    void whatTheApplicationDoesWithSignalsIsBackAfterTheContext() {
        try (Context context = open()) {
            context.eval("python", "import signal, threading; signal.signal(signal.SIGALRM, lambda *_: None)");
        }
        try (Context context = open()) {
            assertThat(context.eval("python", "import signal; signal.getsignal(signal.SIGALRM) == signal.SIG_DFL").asBoolean()).isTrue();
        }
    }
}
