package dev.jthreading.conformance;

import com.google.gson.annotations.SerializedName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How one CPython test ended. */
enum Outcome {
    @SerializedName("pass")
    PASS,
    @SerializedName("skip")
    SKIP,
    @SerializedName("fail")
    FAIL,
    @SerializedName("error")
    ERROR,
    @SerializedName("hang")
    HANG;

    static Optional<Outcome> named(String word) {
        return Arrays.stream(values()).filter(outcome -> outcome.word().equals(word)).findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
