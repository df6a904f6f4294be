package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The facade's source uses no name that it does not declare, and calls each function in Java as that is to be called. */
class FacadeSourceTest {

    private static final Path FACADE = Path.of("src/main/resources/dev/jthreading");
    private static Context context;
    private static Value kinds;
    private static Value problemsOf;

    @BeforeAll
    static void load() throws IOException {
        context = Context.newBuilder("python").allowCreateThread(true).option("jthreading", "true").build();
        context.eval(Source.newBuilder("python", Installation.pythonTests().resolve("facade_lint.py").toFile()).build());
        kinds = context.eval("python", "kinds()");
        problemsOf = context.eval("python", "problems_of");
    }

    @AfterAll
    static void close() {
        context.close();
    }

    @SuppressWarnings("unchecked")
    private static List<String> problems(String name, String source) {
        return problemsOf.execute(name, source, kinds).as(List.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"install", "_thread", "threading", "_threading_local", "_queue", "_interpreters", "_interpqueues",
            "_interpchannels", "interpreters", "interpreters_queues", "interpreters_crossinterp", "interpreter_pool", "jthreading",
            "_jthreading_java", "_jthreading_entry", "launcher/command_line"})
    void isClean(String module) throws IOException {
        assertThat(problems(module, Files.readString(FACADE.resolve(module + ".py")))).isEmpty();
    }

    @Test
    void theKindsOfCallsAreKnown() {
        assertThat(kinds.getHashSize()).isGreaterThan(100);
        assertThat(kinds.getHashValue("_lock_enter").asBoolean()).isTrue();
        assertThat(kinds.getHashValue("_java_lock_release").asBoolean()).isFalse();
    }

    /** A dollar sign stands for the end of a line. A source has a comment as its first line, unless it begins with an exclamation mark. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            def f(): return missing                                                    | undefined name 'missing'
            class C:$    x = 1$    def f(self): return x                               | undefined name 'x'
            from _jthreading import _no_such$_no_such()                                | has no function '_no_such'
            from _jthreading import _lock_enter$def f(s): return _lock_enter(s)        | '_lock_enter' keeps the GIL
            from _jthreading import _lock_enter$x = [_lock_enter]                      | '_lock_enter' keeps the GIL
            from _jthreading import _execute, _dump_text$_execute(_dump_text)          | '_dump_text' releases the GIL
            import os                                                                  | 'os' is imported and not used
            def f():$    x = 1                                                         | local 'x' is assigned and not used
            !import os$os                                                              | the first line is a comment
            from os import *                                                           | a function cannot import *
            x: int = 1                                                                 | neither annotations
            x = rb\"""1$2\"""                                                          | a string over several lines
            if True:$\tx = 1                                                           | lines are indented with blanks
            """)
    void aProblemIsFound(String source, String problem) {
        String lines = source.replace('$', '\n') + "\n";
        assertThat(problems("planted", lines.startsWith("!") ? lines.substring(1) : "#\n" + lines)).singleElement().asString()
                .contains(problem);
    }
}
