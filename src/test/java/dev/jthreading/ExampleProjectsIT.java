package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The applications in src/examples: each runs by its command on the page on examples, and prints what is written down for it. */
class ExampleProjectsIT {

    private static final Path EXAMPLES = Path.of("src/examples");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w-]+)` \\|.*\\| `(mvn [^`]+)` \\|$");
    private static final Pattern ANSI = Pattern.compile("\\e\\[[\\d;]*m");
    private static final Pattern GRAALVM_VERSION = Pattern.compile(
            "<groupId>org\\.graalvm\\.[\\w.]+</groupId>\\s*<artifactId>[\\w-]+</artifactId>\\s*<version>([^<]+)</version>"
                    + "|<graalpy\\.version>([^<]+)<");

    static Stream<String> projects() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("projects")
    void itsCommandPrintsItsResult(String project) throws IOException, InterruptedException {
        Path expected = Installation.pythonTests().resolve("examples").resolve(project + ".out");
        Command.Result result = Maven.command(List.of(commandOf(project).split(" "))).run();
        String output = ANSI.matcher(result.stdout()).replaceAll("");
        assertThat(output).as(result.stderr()).isEqualTo(Files.readString(expected));
        assertThat(result.status()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("projects")
    void itHasTheVersionsOfReadme(String project) throws IOException {
        String pom = pom(project);
        String graalpy = Objects.requireNonNull(System.getProperty("jthreading.examples.graalpy.version"));
        assertThat(GRAALVM_VERSION.matcher(pom).results().map(ExampleProjectsIT::version))
                .allMatch(List.of(graalpy, "${graalpy.version}")::contains);
        assertThat(pom).contains(between("<dependency>", "</dependency>", readme()).strip().lines().map(String::strip).toList());
    }

    @Test
    void theConsumerHasNothingButTheDependenciesAndTheLinesOfReadme() throws IOException {
        assertThatTheConsumerIs(between("## In a Java application", "Nothing else has to be allowed", readme()));
        assertThatTheConsumerIs(between("# In a Java application", "Nothing else has to be allowed", page("embedding")));
    }

    private static void assertThatTheConsumerIs(String section) throws IOException {
        String dependencies = between("<dependencies>", "</dependencies>", pom("consumer"));
        assertThat(stripped(dependencies)).isEqualTo(stripped(between("```xml", "```", section)));

        List<String> program = stripped(between("```java", "```", section));
        String main = Files.readString(EXAMPLES.resolve("consumer/src/main/java/consumer/Main.java"));
        // In the program more follows before the last brace.
        assertThat(stripped(main)).containsSequence(program.subList(0, program.size() - 1));
    }

    private static String commandOf(String project) throws IOException {
        return ROW.matcher(page("examples")).results().filter(row -> row.group(1).equals(project)).map(row -> row.group(2))
                .reduce((one, other) -> {
                    throw new AssertionError("the page has two rows for " + project);
                }).orElseThrow(() -> new AssertionError("the page has no row for " + project));
    }

    private static String version(MatchResult match) {
        return match.group(1) == null ? match.group(2) : match.group(1);
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("src/site/markdown", name + ".md"));
    }

    private static String pom(String project) throws IOException {
        return Files.readString(EXAMPLES.resolve(project).resolve("pom.xml"));
    }

    private static String between(String start, String end, String text) {
        int from = text.indexOf(start);
        assertThat(from).as(start).isNotNegative();
        int to = text.indexOf(end, from + start.length());
        assertThat(to).as(end).isNotNegative();
        return text.substring(from + start.length(), to);
    }

    private static List<String> stripped(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
