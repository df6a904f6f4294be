package dev.jthreading.sync;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Runs random scenarios of three threads with Lincheck. It compares what the operations return with what they would return
 * one after the other in the specification: in some order that respects which operation ended before which began.
 *
 * <p>A blocking operation that may wait for ever must end in every scenario: Lincheck reports a hang, which here is a lost
 * wake-up, a lost permit or a lost lock. So such operations come in scenarios of their own, in which somebody always wakes them.
 */
final class Lincheck {

    private static final int SCENARIOS = Integer.getInteger("lincheck.scenarios", 20);
    /** How often stress runs a scenario. */
    private static final int INVOCATIONS = Integer.getInteger("lincheck.invocations", 1_000);
    /** In how many schedules model checking runs a scenario. */
    private static final int SCHEDULES = Integer.getInteger("lincheck.schedules", 100);
    private static final int THREADS = 3;
    /** A park may end at any time there: a thread that waits tries so often before it is another's turn. */
    private static final int LOOPS = 2;

    private Lincheck() { }

    /** Checks {@code test} in {@code operations} steps of each thread, in schedules that Lincheck chooses, one thread at a time. */
    static void modelCheck(Class<?> test, Class<?> specification, int operations) {
        run(new ModelCheckingOptions()
                .invocationsPerIteration(SCHEDULES)
                .loopIterationsBeforeThreadSwitch(LOOPS)
                .addGuarantee(forClasses(ContendedLocks.class.getName(), SpinWait.class.getName(), Agreement.class.getName())
                        .allMethods().ignore())
                .addGuarantee(forClasses(ConcurrentLinkedQueue.class.getName(), ConcurrentLinkedDeque.class.getName())
                        .allMethods().treatAsAtomic()), test, specification, operations);
    }

    /** Checks {@code test} likewise, with threads that run at the same time and really park. */
    static void stress(Class<?> test, Class<?> specification, int operations) {
        run(new StressOptions().invocationsPerIteration(INVOCATIONS), test, specification, operations);
    }

    /** A scenario is not made smaller when it fails: with an operation less, others would wait for ever. */
    private static void run(Options<?, ?> options, Class<?> test, Class<?> specification, int operations) {
        options.iterations(SCENARIOS);
        options.threads(THREADS);
        options.actorsPerThread(operations);
        options.actorsBefore(0);
        options.actorsAfter(0);
        options.minimizeFailedScenario(false);
        options.sequentialSpecification(specification);
        options.check(test);
    }
}
