package dev.jthreading.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationsTest {

    @Test
    void readsLinesAndSkipsComments() {
        Expectations expectations = parse("# a comment", "", "test.a.B.test_c  skip  needs os.fork", "test.a.B.test_d hang why not");

        assertThat(expectations.of("test.a.B.test_c")).contains(new Expectation(
                "test.a.B.test_c", Outcome.SKIP, Expectations.DEFAULT_LIMIT, "needs os.fork", "a-3.12.txt:3"));
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

    private static Expectations parse(String... lines) {
        return Expectations.parse("a-3.12.txt", List.of(lines));
    }
}
