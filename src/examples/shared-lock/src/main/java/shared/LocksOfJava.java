package shared;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.graalvm.polyglot.Engine;

/** Lock and queue are Java's: in Python the lock is one for {@code with}, and JavaScript calls its methods. */
final class LocksOfJava {

    private static final String JAVASCRIPT_TAKES =
            """
            (queue, lock, ledger, count) => {
                for (let taken = 0; taken < count; taken++) {
                    const number = queue.take();
                    lock.lock();
                    try {
                        ledger.add("JavaScript", number);
                    } finally {
                        lock.unlock();
                    }
                }
            }
            """;

    private static final String PYTHON_TAKES =
            """
            import jthreading   # from here on Java's locks are Python's

            def take(queue, lock, ledger, count):
                for _ in range(count):
                    number = queue.take()
                    with lock:
                        ledger.add("Python", number)

            take
            """;

    private LocksOfJava() { }

    static Ledger run(Engine engine) throws Exception {
        Lock lock = new ReentrantLock();
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(Round.CAPACITY);
        try (Round round = new Round(engine)) {
            round.java(() -> put(queue));
            round.java(() -> take(queue, lock, round.ledger()));
            round.javaScript(JAVASCRIPT_TAKES, queue, lock);
            round.python(round.python(PYTHON_TAKES), queue, lock);
            return round.run();
        }
    }

    private static Object put(BlockingQueue<Integer> queue) throws InterruptedException {
        for (int number = 0; number < Round.NUMBERS; number++) {
            queue.put(number);
        }
        return queue;
    }

    private static Object take(BlockingQueue<Integer> queue, Lock lock, Ledger ledger) throws InterruptedException {
        for (int taken = 0; taken < Round.NUMBERS; taken++) {
            int number = queue.take();
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
