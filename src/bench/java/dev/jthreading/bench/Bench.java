package dev.jthreading.bench;

import dev.jthreading.conformance.SystemProperties;
import dev.jthreading.conformance.Terminal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the benchmarks that the build was asked for, and shows what they gave. */
public final class Bench {

    private static final Path SOURCES = Path.of("src", "bench").toAbsolutePath();
    private static final Path OUTPUT = Path.of("target", "bench").toAbsolutePath();
    /** Files with benchmarks, in the order of a round. */
    private static final List<String> SCRIPTS = List.of("uncontended.py", "current.py", "handoff.py", "contention.py", "computing.py",
            "timeouts.py", "threads.py", "startup.py", "memory.py");
    /** Those about what is not warm yet, where each file's process is the first to do it. */
    private static final List<String> COLD = List.of("cold_starts.py", "cold_submits.py", "cold_locks.py", "cold_round_trips.py",
            "cold_fight.py", "cold_waits.py");
    /** Those about interpreters, and those of them about the first ones of a process. */
    private static final List<String> INTERPRETERS = List.of("interpreter_throughput.py", "interpreter_calls.py",
            "interpreter_sharing.py", "interpreter_pools.py", "interpreter_memory.py");
    private static final List<String> COLD_INTERPRETERS = List.of("cold_interpreters.py");
    /** Those with hand-offs that are also measured beside a busy processor. */
    private static final List<String> HAND_OFFS = List.of("handoff.py", "threads.py");

    private Bench() {
    }

    /** Takes no arguments, but system properties. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly), "kill children"));
        Settings wanted = Settings.fromSystemProperties();
        Programs programs = new Programs();
        Machine machine = Machine.here(SystemProperties.required("jthreading.version"),
                SystemProperties.required("jthreading.graalpy.version"), programs.cpython());
        Targets targets = Targets.read(SOURCES.resolve("targets.json"));
        clear(OUTPUT);
        Python python = new Python(programs, SOURCES.resolve("python"), OUTPUT);
        Settings settings = wanted;
        List<Batch> batches = batches(python, settings);
        int count = batches.stream().mapToInt(batch -> batch.benchmarks().size()).sum();
        if (count == 1) {
            settings = wanted.quick();
            batches = batches(python, settings);
        }
        say("Benchmarks: " + count);
        // Before an hour of measurements that would be lost if it could not be found.
        Optional<Implementation> byDefault = Optional.empty();
        if (batches.stream().anyMatch(WholeProgram.class::isInstance)) {
            byDefault = Optional.of(new DefaultPreset(python, settings).find());
        }
        Results results = measure(batches, settings);
        byDefault.ifPresent(results::setDefault);
        Report report = Report.of(machine, settings, results, targets);
        Output output = new Output(report, OUTPUT);
        output.write();
        if (settings.docs()) {
            output.writeDocs();
        }
        say(new Page(report).text());
        say("The same with charts: " + OUTPUT.resolve("bench.md"));
    }

    /** What another run left would look like this one's. */
    private static void clear(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static Results measure(List<Batch> batches, Settings settings) throws InterruptedException {
        Rounds rounds = new Rounds(batches, settings.rounds());
        say("Time: about " + Progress.minutes(rounds.estimate()));
        try (Progress progress = new Progress(Bench::say, Terminal.ofForeground(), rounds.estimate())) {
            return rounds.run(progress);
        }
    }

    private static void say(String text) {
        System.out.println(text);
    }

    private static List<Batch> batches(Python python, Settings settings) throws IOException, InterruptedException {
        List<Batch> batches = new ArrayList<>();
        for (String script : SCRIPTS) {
            batches.addAll(Script.in(script, Implementation.PYTHON, python, settings));
        }
        for (String script : COLD) {
            batches.addAll(Script.in(script, Implementation.COMPILED, python, settings));
        }
        for (String script : HAND_OFFS) {
            batches.addAll(BesideBusy.in(script, python, settings));
        }
        for (String script : INTERPRETERS) {
            batches.addAll(Script.in(script, Implementation.WITH_INTERPRETERS, python, settings));
        }
        for (String script : COLD_INTERPRETERS) {
            batches.addAll(Script.in(script, Implementation.STARTING_INTERPRETERS, python, settings));
        }
        batches.add(new ProcessTimes(python, settings));
        batches.addAll(WholeProgram.in(SOURCES.resolve("python"), python, settings));
        batches.add(new JavaBatch(settings));
        batches.removeIf(batch -> batch.benchmarks().isEmpty());
        if (batches.isEmpty()) {
            throw new IllegalArgumentException(
                    "no benchmark has a name as %s in a group as %s".formatted(settings.names(), settings.groups()));
        }
        return batches;
    }
}
