package dev.jthreading.conformance;

import org.jspecify.annotations.Nullable;

/** Settings that the build hands to the tests. */
public final class SystemProperties {

    private SystemProperties() {
    }

    /** The value of a property that the build always sets. */
    public static String required(String name) {
        @Nullable String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("The system property " + name + " is not set; run the tests with mvn verify");
        }
        return value;
    }
}
