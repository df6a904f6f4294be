package dev.jthreading.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the measurements: in each round each batch on each implementation, one right after the other, so that what the machine
 * does meanwhile befalls all of them.
 */
final class Rounds {

    private final List<Batch> batches;
    private final int rounds;
    private final Results results = new Results();

    Rounds(List<Batch> batches, int rounds) {
        this.batches = batches;
        this.rounds = rounds;
    }

    /** A batch on an implementation. */
    private record Part(Batch batch, Implementation implementation, List<Benchmark> benchmarks) {

        double estimate() {
            return batch.estimate(implementation, benchmarks);
        }

        String title() {
            return benchmarks.getFirst().group() + ", " + implementation.title();
        }
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (Batch batch : batches) {
            for (Implementation implementation : Implementation.values()) {
                List<Benchmark> benchmarks = batch.benchmarks().stream().filter(implementation::runs).toList();
                if (batch.implementations().contains(implementation) && !benchmarks.isEmpty()) {
                    parts.add(new Part(batch, implementation, benchmarks));
                }
            }
        }
        return parts;
    }

    /** About how many seconds all of it takes. */
    double estimate() {
        return rounds * parts().stream().mapToDouble(Part::estimate).sum();
    }

    /** Measures everything. */
    Results run(Progress progress) throws InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (Part part : parts()) {
                progress.starts("round %d of %d, %s".formatted(round, rounds, part.title()));
                measure(part);
                progress.ends(part.estimate());
            }
        }
        return results;
    }

    private void measure(Part part) throws InterruptedException {
        List<Benchmark> wanted = part.benchmarks.stream()
                .filter(benchmark -> !results.hangs(benchmark, part.implementation)).toList();
        if (wanted.isEmpty()) {
            return;
        }
        try {
            part.batch.run(part.implementation, wanted)
                    .forEach((benchmark, measurement) -> results.add(benchmark, part.implementation, measurement));
        } catch (IOException e) {
            wanted.forEach(benchmark -> results.add(benchmark, part.implementation, Measurement.failed(String.valueOf(e.getMessage()))));
        }
    }
}
