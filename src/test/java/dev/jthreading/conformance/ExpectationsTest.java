package dev.jthreading.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationsTest {

    @Test
    void readsLinesAndSkipsComments() {
        Expectations expectations = parse("# a comment", "", "test.a.B.test_c  skip  needs os.fork", "test.a.B.test_d hang why not");

        assertThat(expectations.of("test.a.B.test_c")).contains(new Expectation(
                "test.a.B.test_c", Outcome.SKIP, Expectations.DEFAULT_LIMIT, false, "needs os.fork", "a-3.12.txt:3"));
        assertThat(expectations.of("test.a.B.test_d")).map(Expectation::reason).contains("why not");
        assertThat(expectations.of("test.a.B.test_e")).isEmpty();
    }

    @Test
    void slowTestMustPassButMayTakeLonger() {
        Expectations expectations = parse("test.a.B.test_c slow:180 starts six child processes");

        assertThat(expectations.of("test.a.B.test_c")).map(Expectation::mustPass).contains(true);
        assertThat(expectations.limitOf("test.a.B.test_c")).isEqualTo(Duration.ofMinutes(3));
        assertThat(expectations.limitOf("test.a.B.test_d")).isEqualTo(Expectations.DEFAULT_LIMIT);
    }

    @Test
    void testsThatEndTheirProcessRunAlone() {
        Expectations expectations = parse("test.a.B.test_c crash starts a thread in C", "test.a.B.test_d alone loads a library",
                "test.a.B.test_e error a reason");

        assertThat(expectations.of("test.a.B.test_c")).map(Expectation::alone).contains(true);
        assertThat(expectations.of("test.a.B.test_d")).map(Expectation::alone).contains(true);
        assertThat(expectations.of("test.a.B.test_d")).map(Expectation::mustPass).contains(true);
        assertThat(expectations.of("test.a.B.test_e")).map(Expectation::alone).contains(false);
    }

    @ParameterizedTest
    @CsvSource({
        "test.a.B.test_c, expected '<test id> <outcome> <reason>'",
        "test.a.B.test_c skip, expected '<test id> <outcome> <reason>'",
        "test.a.B.test_c broken some reason, unknown outcome 'broken'",
        "test.a.B.test_c pass some reason, unknown outcome 'pass'",
        "test.a.B.test_c slow:ages some reason, unknown outcome 'slow:ages'",
    })
    void namesTheLineThatIsWrong(String line, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("# first", line))
                .withMessageContaining(message.replace("''", "'")).withMessageStartingWith("a-3.12.txt:2: ");
    }

    @Test
    void namesBothLinesOfADuplicate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("test.a.B.test_c skip one reason", "test.a.B.test_c fail another"))
                .withMessage("a-3.12.txt:2: test.a.B.test_c is already listed at a-3.12.txt:1");
    }

    @Test
    void findsLinesAboutTestsThatAreGone() {
        Expectations expectations = parse("test.a.B.test_c skip a reason", "test.a.B.test_d skip a reason");

        assertThat(expectations.withoutTest(List.of("test.a.B.test_d"))).extracting(Expectation::id)
                .containsExactly("test.a.B.test_c");
    }

    @Test
    void whatIsDifferentTakesThePlaceOfWhatIsExpected() {
        Expectations expectations = parse("test.a.B.test_c skip a reason", "test.a.B.test_d skip a reason",
                "test.a.B.test_e fail a reason");
        expectations.change("new/a-3.12.txt", List.of("# a comment", "test.a.B.test_d pass it is there now",
                "test.a.B.test_e error another reason", "test.a.B.test_f slow:90 more to do"));

        assertThat(expectations.of("test.a.B.test_c")).map(Expectation::outcome).contains(Outcome.SKIP);
        assertThat(expectations.of("test.a.B.test_d")).isEmpty();
        assertThat(expectations.of("test.a.B.test_e")).contains(new Expectation(
                "test.a.B.test_e", Outcome.ERROR, Expectations.DEFAULT_LIMIT, false, "another reason", "new/a-3.12.txt:3"));
        assertThat(expectations.limitOf("test.a.B.test_f")).isEqualTo(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "test.a.B.test_c skip another reason", "test.a.B.test_d pass some reason", "test.a.B.test_e slow:90 some reason",
    })
    void whatIsNoDifferentIsAnError(String line) {
        Expectations expectations = parse("test.a.B.test_c skip a reason", "test.a.B.test_e slow:90 a reason");

        assertThatIllegalArgumentException().isThrownBy(() -> expectations.change("new/a-3.12.txt", List.of(line)))
                .withMessageStartingWith("new/a-3.12.txt:1: ").withMessageEndingWith("is no different without this line");
    }

    @Test
    void filesOfDifferencesAreThoseOfTheVersion() {
        assertThat(ExpectationFiles.differences("no-such-file.txt", "25.0.3")).isEmpty();
        assertThat(ExpectationFiles.differences("test_threading-3.12.txt", "25.2.4"))
                .contains(Path.of("python-tests/expectations/graalpy-25.2/test_threading-3.12.txt"));
    }

    private static Expectations parse(String... lines) {
        return Expectations.parse("a-3.12.txt", List.of(lines));
    }
}
