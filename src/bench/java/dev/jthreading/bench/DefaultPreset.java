package dev.jthreading.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Finds out which of its presets the launcher takes when it is told none: the one with the same command line of the JVM. */
final class DefaultPreset {

    private static final String COMMAND_LINE = "print('\\n'.join(open('/proc/self/cmdline').read().split('\\0')))";

    private final Python python;
    private final Settings settings;

    DefaultPreset(Python python, Settings settings) {
        this.python = python;
        this.settings = settings;
    }

    /** This project with that preset. Where presets do not differ, it is the one that compiles most. */
    Implementation find() throws IOException, InterruptedException {
        List<String> wanted = commandLine(Implementation.JTHREADING_DEFAULT);
        for (Implementation preset : Implementation.PRESETS.reversed()) {
            if (same(wanted, commandLine(preset), preset.preset().orElseThrow())) {
                return preset;
            }
        }
        throw new IllegalStateException("what the launcher does by default is none of its presets: " + wanted);
    }

    /** Whether two command lines are the same but for the preset. */
    static boolean same(List<String> plain, List<String> withPreset, String preset) {
        List<String> left = new ArrayList<>(withPreset);
        int place = left.indexOf(preset);
        if (place > 0 && left.get(place - 1).equals("-X")) {
            left.subList(place - 1, place + 1).clear();
        }
        return left.equals(plain);
    }

    private List<String> commandLine(Implementation implementation) throws IOException, InterruptedException {
        try (PythonProcess process = python.start(implementation, false, "-c", COMMAND_LINE)) {
            List<String> words = new ArrayList<>();
            Optional<String> word = process.line(settings.timeLimit());
            while (word.isPresent()) {
                words.add(word.get());
                word = process.line(settings.timeLimit());
            }
            return words;
        } catch (TimeoutException e) {
            throw new IOException("the launcher does not tell its command line", e);
        }
    }
}
