package dev.jthreading.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Hand-offs that are measured on an idle machine, once more while another process keeps a processor busy. What a thread gains by
 * looking before it sleeps depends on that.
 */
final class BesideBusy implements Batch {

    private static final String GROUP = "Hand-off beside a busy processor";
    private static final String SUFFIX = "-beside-busy";
    private static final Pattern HAND_OFFS = Pattern.compile(
            "(event|condition|semaphore|queue|simple-queue)-round-trip|barrier-round-[24]|executor-submit");
    private static final String COMPUTES = "busy.py";

    private final Script script;
    private final Python python;
    private final Settings settings;

    private BesideBusy(Script script, Python python, Settings settings) {
        this.script = script;
        this.python = python;
        this.settings = settings;
    }

    /** The hand-offs in a file, if there are any. */
    static List<BesideBusy> in(String file, Python python, Settings settings) throws IOException, InterruptedException {
        return Script.in(file, Implementation.COMPILED, python, settings,
                benchmark -> nameOf(benchmark.name()).isPresent() && settings.include(busy(benchmark)))
                .stream().map(script -> new BesideBusy(script, python, settings)).toList();
    }

    /** What a benchmark is called beside a busy processor, if it is one that is measured there. */
    static Optional<String> nameOf(String idle) {
        return HAND_OFFS.matcher(idle).matches() ? Optional.of(idle + SUFFIX) : Optional.empty();
    }

    private static Benchmark busy(Benchmark idle) {
        return new Benchmark(nameOf(idle.name()).orElseThrow(), GROUP, idle.title(), idle.unit(), idle.memory(), idle.longer());
    }

    @Override
    public List<Benchmark> benchmarks() {
        return script.benchmarks().stream().map(BesideBusy::busy).toList();
    }

    @Override
    public Set<Implementation> implementations() {
        return script.implementations();
    }

    @Override
    public double estimate(Implementation implementation, List<Benchmark> wanted) {
        return script.estimate(implementation, idle(wanted));
    }

    @Override
    public Map<Benchmark, Measurement> run(Implementation implementation, List<Benchmark> wanted)
            throws IOException, InterruptedException {
        try (PythonProcess busy = python.start(Implementation.CPYTHON, false, COMPUTES)) {
            if (busy.line(settings.timeLimit()).isEmpty()) {
                throw new IOException("no processor is busy, see " + python.errors(Implementation.CPYTHON));
            }
            Map<Benchmark, Measurement> measurements = new LinkedHashMap<>();
            script.run(implementation, idle(wanted)).forEach((idle, measured) -> measurements.put(busy(idle), measured));
            return measurements;
        } catch (TimeoutException e) {
            throw new IOException(COMPUTES + " does not begin", e);
        }
    }

    private List<Benchmark> idle(List<Benchmark> wanted) {
        return script.benchmarks().stream().filter(idle -> wanted.contains(busy(idle))).toList();
    }
}
