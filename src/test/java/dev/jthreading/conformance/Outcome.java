package dev.jthreading.conformance;

import com.google.gson.annotations.SerializedName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How one CPython test ended. */
public enum Outcome {
    @SerializedName("pass")
    PASS,
    @SerializedName("skip")
    SKIP,
    @SerializedName("fail")
    FAIL,
    @SerializedName("error")
    ERROR,
    @SerializedName("hang")
    HANG,
    /** The whole process ended. */
    @SerializedName("crash")
    CRASH;

    /** The outcome that a data file names. */
    public static Optional<Outcome> named(String word) {
        return Arrays.stream(values()).filter(outcome -> outcome.word().equals(word)).findFirst();
    }

    /** Its name in data files and on pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
