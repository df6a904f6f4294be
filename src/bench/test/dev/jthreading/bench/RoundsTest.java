package dev.jthreading.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final Benchmark LOCK = new Benchmark("lock", "group", "Lock", "ns");

    /** Measures 1, and fails on CPython as a process that cannot be started, and on GraalPy's own module by hanging. */
    private static final class Scripted implements Batch {

        @Override
        public List<Benchmark> benchmarks() {
            return List.of(LOCK);
        }

        @Override
        public Set<Implementation> implementations() {
            return EnumSet.of(Implementation.JTHREADING, Implementation.BUILTIN, Implementation.CPYTHON,
                    Implementation.JTHREADING_INTERPRETER);
        }

        @Override
        public double estimate(Implementation implementation, List<Benchmark> benchmarks) {
            return 10;
        }

        @Override
        public Map<Benchmark, Measurement> run(Implementation implementation, List<Benchmark> benchmarks) throws IOException {
            if (implementation == Implementation.CPYTHON) {
                throw new IOException("no such file");
            }
            return Map.of(LOCK, implementation == Implementation.BUILTIN ? Measurement.timeout() : Measurement.of(List.of(1.0)));
        }
    }

    private static Results results(int rounds) throws InterruptedException {
        Rounds measured = new Rounds(List.of(new Scripted()), rounds);
        try (Progress progress = new Progress(line -> { }, Optional.empty(), measured.estimate())) {
            return measured.run(progress);
        }
    }

    @Test
    void afterAFailureTheOthersAreMeasured() throws InterruptedException {
        Results results = results(2);

        assertThat(results.of(LOCK, Implementation.JTHREADING)).hasSize(2);
        assertThat(results.of(LOCK, Implementation.CPYTHON)).containsOnly(Measurement.failed("no such file")).hasSize(2);
    }

    @Test
    void whatHangsIsNotTriedAgain() throws InterruptedException {
        assertThat(results(3).of(LOCK, Implementation.BUILTIN)).containsExactly(Measurement.timeout());
    }

    @Test
    void anInterpreterTakesPartInEachRound() throws InterruptedException {
        assertThat(results(3).of(LOCK, Implementation.JTHREADING_INTERPRETER)).hasSize(3);
        assertThat(new Rounds(List.of(new Scripted()), 3).estimate()).isEqualTo(120);
    }
}
