package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example runs from the command line and prints what is written down for it, and nothing else. */
class ExamplesIT {

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
        Command.Result result = Command.of(Installation.launcher(), Path.of("src/examples", example).toString()).run();
        assertThat(result).isEqualTo(new Command.Result(0, Files.readString(expected), ""));
    }
}
