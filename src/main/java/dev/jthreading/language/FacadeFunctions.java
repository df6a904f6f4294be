package dev.jthreading.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the facade needs to come into being: its sources, and None. */
final class FacadeFunctions {

    private final Values values;

    FacadeFunctions(Values values) {
        this.values = values;
    }

    void addTo(NativeModule module) {
        module.addVoid("bind", 2, args -> values.bind(args[0], args[1]));
        module.add("facade_source", 1, args -> source(Values.asString(args[0])));
        module.add("facade_origin", 1, args -> resource(Values.asString(args[0])).toString());
    }

    private static URL resource(String module) {
        return Objects.requireNonNull(FacadeFunctions.class.getResource("/dev/jthreading/" + module + ".py"), module);
    }

    static String source(String module) {
        try (InputStream in = resource(module).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
