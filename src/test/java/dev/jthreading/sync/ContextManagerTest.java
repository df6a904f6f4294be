package dev.jthreading.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jthreading.sync.Threads.Running;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Jython's {@code with} statement does with synchronizers. */
class ContextManagerTest {

    static Stream<Arguments> managers() {
        Lock lock = new Lock();
        RLock reentrant = new RLock();
        Lock shared = new Lock();
        Semaphore semaphore = new Semaphore(1, 1);
        return Stream.of(
                manager("Lock", lock, lock::isLocked),
                manager("RLock", reentrant, reentrant::isLocked),
                manager("Condition", new Condition(shared), shared::isLocked),
                manager("Semaphore", semaphore, () -> semaphore.permits() == 0));
    }

    private static Arguments manager(String name, ContextManager manager, BooleanSupplier isHeld) {
        return Arguments.of(name, manager, isHeld);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("managers")
    void isHeldInTheBlockAndFreeAfterIt(String name, ContextManager manager, BooleanSupplier isHeld) throws InterruptedException {
        assertThat(manager.__enter__()).isTrue();
        assertThat(isHeld.getAsBoolean()).isTrue();
        manager.__exit__(IllegalStateException.class, new IllegalStateException("of the block"), null);
        assertThat(isHeld.getAsBoolean()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("managers")
    void theNextBlockWaitsForTheEndOfThisOne(String name, ContextManager manager, BooleanSupplier isHeld) throws InterruptedException {
        manager.__enter__();
        Running<Boolean> next = Threads.start(manager::__enter__).parked();
        assertThat(next.result().isDone()).isFalse();
        manager.__exit__(null, null, null);
        assertThat(next.get()).isTrue();
        assertThat(isHeld.getAsBoolean()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("managers")
    void anExitWithoutEnterThrows(String name, ContextManager manager, BooleanSupplier isHeld) {
        assertThatThrownBy(() -> manager.__exit__(null, null, null))
                .isInstanceOf(IllegalMonitorStateException.class).hasMessageContaining("release");
        assertThat(isHeld.getAsBoolean()).isFalse();
    }
}
