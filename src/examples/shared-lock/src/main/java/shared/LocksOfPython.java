package shared;

import java.util.concurrent.locks.Lock;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Value;

/** Lock and queue are Python's: in Java the lock is a {@link Lock}, and JavaScript calls its methods. */
final class LocksOfPython {

    private static final String JAVASCRIPT_TAKES =
            """
            (queue, lock, ledger, count) => {
                for (let taken = 0; taken < count; taken++) {
                    const number = queue.get();
                    lock.acquire();
                    try {
                        ledger.add("JavaScript", number);
                    } finally {
                        lock.release();
                    }
                }
            }
            """;

    private static final String PYTHON_TAKES =
            """
            def take(queue, lock, ledger, count):
                for _ in range(count):
                    number = queue.get()
                    with lock:
                        ledger.add("Python", number)

            take
            """;

    private LocksOfPython() { }

    static Ledger run(Engine engine) throws Exception {
        try (Round round = new Round(engine)) {
            Value lock = round.python("__import__('threading').RLock()");
            Value queue = round.python("__import__('queue').Queue(" + Round.CAPACITY + ")");
            round.java(() -> put(queue));
            round.java(() -> take(queue, lock.as(Lock.class), round.ledger()));
            round.javaScript(JAVASCRIPT_TAKES, queue, lock);
            round.python(round.python(PYTHON_TAKES), queue, lock);
            return round.run();
        }
    }

    private static Object put(Value queue) {
        for (int number = 0; number < Round.NUMBERS; number++) {
            queue.invokeMember("put", number);
        }
        return queue;
    }

    private static Object take(Value queue, Lock lock, Ledger ledger) {
        for (int taken = 0; taken < Round.NUMBERS; taken++) {
            int number = queue.invokeMember("get").asInt();
            lock.lock();
            try {
                ledger.add("Java", number);
            } finally {
                lock.unlock();
            }
        }
        return ledger;
    }
}
