package dev.jthreading.conformance.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Indented JSON that ends with a newline, as files are kept in a repository. */
public final class Json {

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private Json() {
    }

    /** Writes {@code value} to {@code file}. */
    public static void write(Path file, Object value) throws IOException {
        // Messages may hold half a surrogate pair, which a writer of files refuses.
        Files.write(file, (GSON.toJson(value) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Reads what {@link #write} wrote. */
    public static <T> T read(Path file, TypeToken<T> type) throws IOException {
        return GSON.fromJson(Files.readString(file), type);
    }
}
