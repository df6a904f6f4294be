package dev.jthreading.conformance.report;

import static dev.jthreading.conformance.report.Samples.result;
import static dev.jthreading.conformance.report.Samples.test;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jthreading.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void escapesWhatTestsAndExpectationsSay() throws IOException {
        String page = page(Samples.report(test("a.B.test_<i>", "because 1 < 2 & \"so\"",
                Map.of("cpython", result(Outcome.FAIL, "</pre><script>alert('x')</script>")))));

        assertThat(page).contains("because 1 &lt; 2 &amp; &quot;so&quot;", "test_&lt;i&gt;", "&lt;/pre&gt;&lt;script&gt;alert(")
                .doesNotContain("<i>", "<script>alert");
    }

    @Test
    void testThatDidNotRunSaysSo() throws IOException {
        String page = page(Samples.report(test("a.B.test_c", null, Map.of())));

        assertThat(page).contains("<span class=\"outcome none\">not run</span>", "<b>0 pass</b> <small>1 not run</small>");
    }

    @Test
    void outcomeIsAWordWithItsTimeAndMessage() throws IOException {
        String page = page(Samples.report(test("a.B.test_c", null, Map.of("cpython", result(Outcome.ERROR, "ValueError: x")))));

        assertThat(page).contains("<span class=\"outcome error\">error</span>", "0.25 s", "<summary>CPython says</summary>",
                "<pre>ValueError: x</pre>", "<b>0 pass</b> <small>1 error</small>");
    }

    @Test
    void saysWhereResultsComeFromAndWhatWasLeftOut() throws IOException {
        SuiteReport suite = SuiteReport.of("test_a 3.12.1", Map.of("cpython", Samples.SOURCE.asRecorded()), List.of());
        String page = page(Report.of("2026-01-31T12:00:00Z", List.of("only tests in whose name <x> is found"),
                Map.of("cpython", "CPython", "jthreading", "jthreading"), List.of(suite)));

        assertThat(page).contains("CPython 3.12.1<br>some machine<br>recorded on 2026-01-31", "never run",
                "only tests in whose name &lt;x&gt; is found");
    }

    @Test
    void countsWhatIsUnexpectedOnlyWhereThereIsSuch() throws IOException {
        TestRow row = new TestRow("a.B.test_c", "test_a 3.12.1", null, null, true, Map.of("cpython", result(Outcome.FAIL, "")));

        assertThat(page(Samples.report(row))).contains("1 unexpected:", ">unexpected</span>");
        assertThat(page(Samples.report(test("a.B.test_c", null, Map.of())))).doesNotContain("unexpected:", ">unexpected<");
    }

    @Test
    void needsNoOtherFile() throws IOException {
        assertThat(page(Samples.report())).doesNotContainPattern("(src|href)=|@import|url\\(");
    }

    private String page(Report report) throws IOException {
        Path file = directory.resolve("index.html");
        HtmlReport.write(report, file);
        return Files.readString(file);
    }
}
