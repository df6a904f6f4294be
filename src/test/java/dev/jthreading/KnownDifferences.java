package dev.jthreading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cases that are known to differ from CPython, read from a file with one case a line: its name, two or more spaces, and
 * the reason. Lines that begin with {@code #} are comments.
 */
final class KnownDifferences {

    private static final Pattern LINE = Pattern.compile("(\\S.*?) {2,}(\\S.*)");

    private final Map<String, String> reasons = new LinkedHashMap<>();

    private KnownDifferences() {}

    static KnownDifferences read(Path file) throws IOException {
        KnownDifferences differences = new KnownDifferences();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                differences.add(file, line);
            }
        }
        return differences;
    }

    private void add(Path file, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(file + ": a line without a reason: " + line);
        }
        if (reasons.put(matcher.group(1), matcher.group(2)) != null) {
            throw new IllegalArgumentException(file + ": listed twice: " + matcher.group(1));
        }
    }

    boolean contains(String name) {
        return reasons.containsKey(name);
    }

    Iterable<String> names() {
        return reasons.keySet();
    }
}
