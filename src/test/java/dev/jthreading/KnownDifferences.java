package dev.jthreading;

import dev.jthreading.conformance.ExpectationFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cases that are known to differ from CPython, read from a file with one case a line: its name, two or more spaces, and
 * the reason. Lines that begin with {@code #} are comments. A file of what is different with some version of GraalPy takes
 * such lines away with {@code -} before the name.
 */
final class KnownDifferences {

    private static final Pattern LINE = Pattern.compile("(\\S.*?) {2,}(\\S.*)");

    private final Map<String, String> reasons = new LinkedHashMap<>();

    private KnownDifferences() {}

    /** Those of this build's GraalPy. */
    static KnownDifferences read(String name) throws IOException {
        KnownDifferences differences = new KnownDifferences();
        differences.addAll(ExpectationFiles.named(name));
        Optional<Path> ofVersion = ExpectationFiles.differences(name);
        if (ofVersion.isPresent()) {
            differences.addAll(ofVersion.get());
        }
        return differences;
    }

    private void addAll(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("- ")) {
                remove(file, line.substring(2));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                add(file, line);
            }
        }
    }

    private void remove(Path file, String line) {
        if (reasons.remove(parse(file, line).group(1)) == null) {
            throw new IllegalArgumentException(file + ": not listed before: " + line);
        }
    }

    private void add(Path file, String line) {
        Matcher matcher = parse(file, line);
        if (reasons.put(matcher.group(1), matcher.group(2)) != null) {
            throw new IllegalArgumentException(file + ": listed twice: " + matcher.group(1));
        }
    }

    private static Matcher parse(Path file, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(file + ": a line without a reason: " + line);
        }
        return matcher;
    }

    boolean contains(String name) {
        return reasons.containsKey(name);
    }

    Iterable<String> names() {
        return reasons.keySet();
    }
}
