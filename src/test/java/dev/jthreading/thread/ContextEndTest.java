package dev.jthreading.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.sync.Blocking;
import dev.jthreading.thread.ContextEnd.Phase;
import org.junit.jupiter.api.Test;

/** The phases of a context without threads, which is never asked what the engine is doing. */
class ContextEndTest {

    @SuppressWarnings("NullAway")
    private final ContextEnd end = new ContextEnd(null, Blocking.JAVA, new WorkerPool());

    @Test
    void anOrdinaryCloseGoesThroughAllPhases() {
        assertThat(end.phase()).isEqualTo(Phase.UNIMPORTED);
        end.threadingImported();
        assertThat(end.phase()).isEqualTo(Phase.RUNNING);
        end.exit();
        assertThat(end.phase()).isEqualTo(Phase.SHUTTING_DOWN);
        assertThat(end.beginJoin().isLimited()).isFalse();
        assertThat(end.phase()).isEqualTo(Phase.JOINING);
        assertThat(end.mayStart()).isTrue();
        end.endJoin();
        assertThat(end.phase()).isEqualTo(Phase.JOINED);
        assertThat(end.mayStart()).isFalse();
        end.endThreads();
        assertThat(end.phase()).isEqualTo(Phase.ENDING_THREADS);
        end.close();
        assertThat(end.phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    void aProgramThatShutsDownByItselfGoesOnWithoutNewThreads() {
        end.threadingImported();
        end.beginJoin();
        assertThat(end.phase()).isEqualTo(Phase.RUNNING);
        end.endJoin();
        assertThat(end.phase()).isEqualTo(Phase.SHUT_DOWN_BY_PROGRAM);
        assertThat(end.mayStart()).isFalse();
        assertThat(end.hasBegun()).isFalse();
        end.exit();
        assertThat(end.phase()).isEqualTo(Phase.JOINED);
        assertThat(end.mayEnd()).isTrue();
    }

    @Test
    void aProgramWithoutThreadingIsNotJoined() {
        end.exit();
        assertThat(end.phase()).isEqualTo(Phase.JOINED);
    }

    @Test
    void aCancelledContextIsClosedFromAnyPhaseAndStaysSo() {
        end.threadingImported();
        end.close();
        end.exit();
        end.beginJoin();
        end.endJoin();
        end.endThreads();
        end.threadingImported();
        assertThat(end.phase()).isEqualTo(Phase.CLOSED);
        assertThat(end.mayStart()).isFalse();
    }
}
