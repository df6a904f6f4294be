package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stubs for editors and type checkers have the names and the parameters of the modules. */
class StubsTest {

    private static final Path STUBS = Path.of("src/main/resources/dev/jthreading/stubs");
    private static Context context;

    @BeforeAll
    static void load() throws IOException {
        context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").build();
        context.eval(Source.newBuilder("python", Installation.pythonTests().resolve("stub_check.py").toFile()).build());
        context.eval("python", "import threading, jthreading");
    }

    @AfterAll
    static void close() {
        context.close();
    }

    private static String stub(String module) throws IOException {
        return Files.readString(STUBS.resolve(module + ".pyi"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> differences(String module, String stub) {
        return context.eval("python", "differences").execute(context.eval("python", module), stub).as(List.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threading", "jthreading"})
    void aStubDescribesItsModule(String module) throws IOException {
        assertThat(differences(module, stub(module))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            jthreading | def stats(              | def statistics(          | jthreading.stats is not in the stub
            jthreading | def set_name(           | def set_names(           | jthreading.set_names is only in the stub
            jthreading | signum: int, file:      | number: int, file:       | jthreading.register: [('number'
            jthreading | "dump_threads",         |                          | jthreading.__all__
            threading  | virtual: bool           | virtually: bool          | threading.Thread: [('group'
            threading  | def notify_all(         | def notify_some(         | threading.Condition.notify_all is not in the stub
            threading  | n: int = 1              | n: int = 2               | threading.Condition.notify: [('n'
            threading  | def abort(self) -> None | abort: None #            | threading.Barrier.abort is no method in the stub
            threading  | def get_native_id()     | def get_native_id(x)     | threading.get_native_id: [('x'
            """)
    void aDifferenceIsFound(String module, String text, String other, String difference) throws IOException {
        String changed = stub(module).replace(text, other == null ? "" : other);
        assertThat(differences(module, changed)).anySatisfy(found -> assertThat(found).startsWith(difference));
    }
}
