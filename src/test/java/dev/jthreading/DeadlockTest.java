package dev.jthreading;

import static dev.jthreading.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;

/** A deadlock of Python threads and a Java thread, each of which has what another waits for. The page on observability shows it. */
class DeadlockTest {

    @Test
    void theDumpNamesTwoPythonThreadsAndAJavaThread() {
        Context context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").build();
        Value transfer = context.eval(Source.newBuilder("python", """
                import jthreading, threading
                accounts = [threading.RLock() for _ in range(3)]
                for lock, name in zip(accounts, ("savings", "checking", "joint")):
                    jthreading.set_name(lock, name)
                everybody = threading.Barrier(3)

                def transfer(source, target):
                    with accounts[source]:
                        everybody.wait()
                        with accounts[target]:
                            pass

                for number, name in enumerate(("teller", "auditor")):
                    threading.Thread(target=transfer, args=(number, number + 1), name=name, daemon=True).start()
                transfer
                """, "bank.py").buildLiteral());
        Thread java = Thread.ofPlatform().name("java-batch").daemon().start(() -> {
            try {
                transfer.executeVoid(2, 0);
            } catch (RuntimeException closed) {
                // The end of the test.
            }
        });
        PythonThreads threads = PythonThreads.of(context);
        await().until(() -> threads.list().stream()
                .filter(thread -> thread.waitsFor() != null && thread.waitsFor().contains("RLock")).count() == 3);
        ThreadDump dump = threads.dump();
        assertThat(dump.deadlocks()).hasSize(1);
        assertThat(dump.deadlocks().get(0).waits()).extracting(ThreadDump.Wait::name)
                .containsExactlyInAnyOrder("teller", "auditor", "java-batch");
        assertThat(dump.toPythonString()).contains("holds <threading.RLock 'savings' owned by teller>",
                "waits for <threading.RLock 'checking' owned by auditor>, which ident=",
                "File \"bank.py\", line 10 in transfer", "Deadlock of 3 threads:");
        context.close(true);
        assertThat(java).satisfies(thread -> thread.join(Duration.ofMinutes(1)));
    }
}
