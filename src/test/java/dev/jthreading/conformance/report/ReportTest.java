package dev.jthreading.conformance.report;

import static dev.jthreading.conformance.report.Samples.result;
import static dev.jthreading.conformance.report.Samples.test;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jthreading.conformance.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void jsonReadsBackAsItWasWritten() throws IOException {
        Report report = Samples.report(
                test("x", "a \"reason\" with <, & and é", Map.of("cpython", result(Outcome.FAIL, "1 < 2\n\t& so on"))),
                test("y", null, Map.of("cpython", new Result(Outcome.HANG, null, ""))), test("z", null, Map.of()));
        Path file = directory.resolve("results.json");
        report.writeJson(file);

        assertThat(Report.readJson(file)).isEqualTo(report);
    }

    @Test
    void jsonHasTheDocumentedNames() throws IOException {
        Path file = directory.resolve("results.json");
        Samples.report(test("x", null, Map.of("cpython", result(Outcome.CRASH, "")))).writeJson(file);

        JsonObject root = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        JsonObject suite = root.getAsJsonArray("suites").get(0).getAsJsonObject();
        JsonObject test = suite.getAsJsonArray("tests").get(0).getAsJsonObject();
        assertThat(root.getAsJsonObject("totals").getAsJsonObject("cpython").get("crash").getAsInt()).isEqualTo(1);
        assertThat(suite.getAsJsonObject("sources").getAsJsonObject("cpython").get("date").getAsString()).isEqualTo("2026-01-31");
        assertThat(test.getAsJsonObject("results").getAsJsonObject("cpython").get("outcome").getAsString()).isEqualTo("crash");
        assertThat(test.keySet()).doesNotContain("reason", "listed");
    }
}
