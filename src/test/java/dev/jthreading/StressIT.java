package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The stress tests of the synchronizers, which are in {@code src/stress/java}: two threads act on fresh objects at once, thousands of
 * times a second, and jcstress sorts what they saw. Every build runs each test for a moment, and {@code -Pstress} for hours.
 * {@code -Dstress.mode} is the mode of jcstress, and {@code -Dstress.tests} a regular expression for names. What jcstress says while
 * it runs is in target/stress/output.txt, and its report in target/stress/report.
 */
class StressIT {

    private static final String MODE = System.getProperty("stress.mode", "sanity");
    private static final String ALL_TESTS = ".*";
    /** jcstress skips without a word what needs more processors than there are. */
    private static final int FEWEST_TESTS = 90;
    private static final String TESTS = System.getProperty("stress.tests", ALL_TESTS);
    /** Each test runs once then, with the compilers as the JVM uses them, and not with every choice of compilers for its actors. */
    private static final Set<String> SHORT_MODES = Set.of("sanity", "quick");
    private static final String HEAP_MEBIBYTES = "512";
    private static final Path RESULTS = Installation.build().resolve("stress");
    private static final Pattern SUMMARY =
            Pattern.compile("\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs\\)");

    @Test
    void noOutcomeIsForbidden() throws IOException, InterruptedException {
        Path output = Files.createDirectories(RESULTS).resolve("output.txt");
        Process process = new ProcessBuilder(command()).directory(RESULTS.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            int status = process.waitFor();
            String said = Files.readString(output);
            assertThat(status).as(said).isZero();
            assertThatAllPassed(said);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void assertThatAllPassed(String said) {
        Matcher summary = SUMMARY.matcher(said);
        List<Integer> last = new ArrayList<>();
        while (summary.find()) {
            last.clear();
            for (int i = 1; i <= summary.groupCount(); i++) {
                last.add(Integer.valueOf(summary.group(i)));
            }
        }
        assertThat(last).as(said).isNotEmpty();
        assertThat(last.getFirst()).as(said).isGreaterThanOrEqualTo(TESTS.equals(ALL_TESTS) ? FEWEST_TESTS : 1);
        assertThat(last).as(said).containsExactly(last.getFirst(), last.getFirst(), 0, 0, 0);
    }

    private static List<String> command() {
        boolean isShort = SHORT_MODES.contains(MODE);
        return List.of(Installation.java(), "-Dstdout.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "org.openjdk.jcstress.Main",
                "-m", MODE, "-t", TESTS, "-hs", HEAP_MEBIBYTES, "-sc", Boolean.toString(!isShort),
                isShort ? "-jvmArgs" : "-jvmArgsPrepend", "--enable-native-access=ALL-UNNAMED", "-r", RESULTS.resolve("report").toString());
    }
}
