package dev.jthreading.conformance.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The report as one HTML file that needs no other: it can be mailed, archived and opened from a disk. */
public final class HtmlReport {

    private HtmlReport() {
    }

    /** Writes the report for people. */
    public static void write(Report report, Path file) throws IOException {
        Page page = new PageBuilder(report).build(resource("report.css"), resource("report.js"));
        try (Writer writer = new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8)) {
            Mustache.compiler().zeroIsFalse(true).compile(resource("report.html")).execute(page, writer);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
