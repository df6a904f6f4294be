package dev.jthreading;

import dev.jthreading.conformance.VersionOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.IOAccess;

/**
 * Runs a script that prints, for each of its cases, the name in a line, and then the name, a tab and the outcome in
 * another. A case that never ends is the one whose name was printed last.
 */
final class CaseOutcomes {

    /** Far more than any one case needs, also where other tests take the machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private CaseOutcomes() {}

    static Map<String, String> ofCPython(Path script, String... arguments) throws IOException, InterruptedException {
        return of(Installation.cpython(), script, arguments);
    }

    private static Map<String, String> of(Path python, Path script, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(python.toString(), script.toString()));
        words.addAll(List.of(arguments));
        Command.Result result = new Command(words).run();
        if (result.status() != 0) {
            throw new AssertionError(result.toString());
        }
        return parse(result.stdout());
    }

    /** What the cases come to in CPython, and here. */
    record Both(Map<String, String> expected, Map<String, String> actual) { }

    /** Runs the script in CPython and, at the same time, in a context. */
    static Both ofBoth(Path cpython, Path script, String... arguments) throws IOException, InterruptedException {
        FutureTask<Map<String, String>> expected = new FutureTask<>(() -> of(cpython, script, arguments));
        Thread.ofPlatform().daemon().start(expected);
        Map<String, String> actual = ofContext(script, arguments);
        try {
            return new Both(expected.get(), actual);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Runs the script in a context whose {@code threading} is the Java module. */
    static Map<String, String> ofContext(Path script, String... arguments) throws IOException, InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Source source = Source.newBuilder("python", script.toFile()).build();
        Context context = newContext(script, arguments, output);
        try {
            evaluate(context, source, output);
        } finally {
            // An ordinary close waits for every thread that a failed case may have left behind.
            context.close(true);
        }
        return parse(output.toString(StandardCharsets.UTF_8));
    }

    private static Context newContext(Path script, String[] arguments, ByteArrayOutputStream output) {
        List<String> words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(arguments));
        return Context.newBuilder("python")
                .allowCreateThread(true)
                .allowIO(IOAccess.ALL)
                .out(output)
                .err(OutputStream.nullOutputStream())
                .arguments("python", words.toArray(new String[0]))
                .option("jthreading", "true")
                .options(VersionOptions.thatAllowSignalHandlers())
                .build();
    }

    private static void evaluate(Context context, Source source, ByteArrayOutputStream output)
            throws InterruptedException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            awaitWhileItProgresses(executor.submit(() -> context.eval(source)), output);
        } catch (TimeoutException e) {
            throw new AssertionError("hangs: " + lastLine(output), e);
        } catch (ExecutionException e) {
            throw new AssertionError("fails after: " + lastLine(output), e);
        } finally {
            executor.shutdown();
        }
    }

    private static void awaitWhileItProgresses(Future<?> evaluation, ByteArrayOutputStream output)
            throws InterruptedException, ExecutionException, TimeoutException {
        int printed = -1;
        while (true) {
            try {
                evaluation.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                if (output.size() == printed) {
                    throw e;
                }
                printed = output.size();
            }
        }
    }

    private static String lastLine(ByteArrayOutputStream output) {
        return output.toString(StandardCharsets.UTF_8).lines().reduce("the start", (before, line) -> line);
    }

    private static Map<String, String> parse(String output) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (String line : output.lines().toList()) {
            int tab = line.indexOf('\t');
            if (tab >= 0) {
                outcomes.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return outcomes;
    }
}
