package dev.jthreading.soak;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/** Contexts beside the service: some are opened and closed all the time, and others start threads all the time. */
final class Contexts {

    private static final int CHURN = 20;
    private static final Source USE = Source.create("python", """
            import threading
            results = []
            threads = [threading.Thread(target=results.append, args=(number,)) for number in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            threading.Thread(target=threading.Event().wait, daemon=True).start()
            len(results)
            """);
    private static final Source CHURN_THREADS = Source.create("python", """
            import threading
            def churn(count):
                local, go, results = threading.local(), threading.Event(), []
                def work(number):
                    local.number = number
                    go.wait()
                    results.append(local.number)
                threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
                for thread in threads:
                    thread.start()
                go.set()
                for thread in threads:
                    thread.join()
                return len(results)
            churn
            """);

    private Contexts() { }

    /** Opens, uses and closes one, with an engine or with one of its own. */
    static int cycle(@Nullable Engine engine) {
        try (Context context = open(engine, false)) {
            require(context.eval(USE).asInt() == 4);
        }
        return 1;
    }

    static Context open(@Nullable Engine engine, boolean virtual) {
        Context.Builder builder = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true");
        if (engine != null) {
            builder.engine(engine);
        }
        return builder.option("jthreading.VirtualThreads", Boolean.toString(virtual)).build();
    }

    /** Starts some threads and joins them. */
    static int churn(Context context) {
        require(context.eval(CHURN_THREADS).execute(CHURN).asInt() == CHURN);
        return CHURN;
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalStateException("threads are missing");
        }
    }
}
