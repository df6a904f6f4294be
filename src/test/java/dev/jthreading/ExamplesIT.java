package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example runs from the command line and prints what is written down for it, and nothing else. */
class ExamplesIT {

    /** What stands in an expected result for a figure that is another one in each run, as a time is. */
    private static final String PLACE = "<figure>";
    private static final Pattern FIGURE = Pattern.compile("\\d+\\.\\d+");
    /** What a line begins with that gives an example's arguments: those of a job that is smaller than the usual one. */
    private static final Pattern ARGUMENTS = Pattern.compile("\\A\\$ (.*)\n");

    static Stream<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/examples"))) {
            List<String> names = files.map(Path::getFileName).map(Path::toString).sorted().toList();
            return names.stream().filter(name -> name.endsWith(".py"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void printsItsResult(String example) throws IOException, InterruptedException {
        Path expected = Installation.pythonTests().resolve("examples").resolve(example.replace(".py", ".out"));
        assertThat(expected).as("the expected result of " + example).exists();
        Matcher arguments = ARGUMENTS.matcher(Files.readString(expected));
        Stream<String> given = arguments.find() ? Stream.of(arguments.group(1).split(" ")) : Stream.empty();
        Stream<String> words = Stream.concat(Stream.of(Path.of("src/examples", example).toString()), given);
        Command.Result result = Command.of(Installation.launcher(), words.toArray(String[]::new)).run();
        String text = arguments.replaceFirst("");
        String printed = text.contains(PLACE) ? FIGURE.matcher(result.stdout()).replaceAll(PLACE) : result.stdout();
        assertThat(new Command.Result(result.status(), printed, result.stderr())).isEqualTo(new Command.Result(0, text, ""));
    }
}
