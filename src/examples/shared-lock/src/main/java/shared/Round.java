package shared;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Value;

/** In each language somebody puts numbers into a queue, and somebody takes as many and adds them to a ledger. */
final class Round implements AutoCloseable {

    /** How many numbers each language puts, and how many it takes. */
    static final int NUMBERS = 300;
    /** How many the queue holds: whoever puts has to wait for whoever takes, most of the time. */
    static final int CAPACITY = 4;

    private static final String JAVASCRIPT_PUTS =
            """
            (queue, numbers) => {
                for (let number = 0; number < numbers; number++) {
                    queue.put(number);
                }
            }
            """;

    /** Two threads that put and two that take. */
    private static final String PYTHON_PUTS_AND_TAKES =
            """
            from threading import Thread

            def put(queue, numbers):
                for number in numbers:
                    queue.put(number)

            def put_and_take(take, queue, lock, ledger, numbers):
                even, odd = range(0, numbers, 2), range(1, numbers, 2)
                threads = [Thread(target=put, args=(queue, half)) for half in (even, odd)]
                threads += [Thread(target=take, args=(queue, lock, ledger, len(half))) for half in (even, odd)]
                for thread in threads: thread.start()
                for thread in threads: thread.join()

            put_and_take
            """;

    private final Ledger ledger = new Ledger();
    private final List<Callable<Object>> programs = new ArrayList<>();
    private final Engine engine;
    private final Context python;

    /** With contexts of {@code engine}: values of one can be handed to another. */
    Round(Engine engine) {
        this.engine = engine;
        this.python = Context.newBuilder("python").engine(engine).allowHostAccess(HostAccess.ALL)
                .allowCreateThread(true).option("jthreading", "true").build();
    }

    Ledger ledger() {
        return ledger;
    }

    /** The result of a Python program. */
    Value python(String program) {
        return python.eval("python", program);
    }

    /** Has a thread do {@code program}. */
    void java(Callable<Object> program) {
        programs.add(program);
    }

    /** Has threads of Python's put and take; {@code take} is Python's function for it. */
    void python(Value take, Object queue, Object lock) {
        Value both = python(PYTHON_PUTS_AND_TAKES);
        programs.add(() -> both.execute(take, queue, lock, ledger, NUMBERS));
    }

    /** Has a thread put with JavaScript, and one take; {@code takes} is JavaScript's function for it. */
    void javaScript(String takes, Object queue, Object lock) {
        programs.add(() -> execute(JAVASCRIPT_PUTS, queue, NUMBERS));
        programs.add(() -> execute(takes, queue, lock, ledger, NUMBERS));
    }

    /** In a context of its own: JavaScript allows no other threads in its. */
    private Object execute(String function, Object... arguments) {
        try (Context context = Context.newBuilder("js").engine(engine).allowHostAccess(HostAccess.ALL).build()) {
            return context.eval("js", "(" + function + ")").execute(arguments).toString();
        }
    }

    /** Runs all to their end, each in a thread of its own; throws what one of them threw. */
    Ledger run() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(programs.size())) {
            for (Future<Object> program : executor.invokeAll(programs)) {
                program.get();
            }
        }
        return ledger;
    }

    @Override
    public void close() {
        python.close();
    }
}
