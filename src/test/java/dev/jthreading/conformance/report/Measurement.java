package dev.jthreading.conformance.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** The results of one suite on one implementation, by test id. */
public record Measurement(Source source, Map<String, Result> tests) {

    /** What a file keeps of it. */
    Measurement summary() {
        Map<String, Result> summaries = new LinkedHashMap<>();
        tests.forEach((id, result) -> summaries.put(id, result.summary()));
        return new Measurement(source.asRecorded(), summaries);
    }
}
