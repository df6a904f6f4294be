package dev.jthreading.conformance;

import org.jspecify.annotations.Nullable;

/** Settings that the build hands to the tests. */
final class SystemProperties {

    private SystemProperties() {
    }

    static String required(String name) {
        @Nullable String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("The system property " + name + " is not set; run the tests with mvn verify");
        }
        return value;
    }
}
