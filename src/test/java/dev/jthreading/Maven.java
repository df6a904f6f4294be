package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Maven as the build that this is a test of was started: the same program, local repository, and network or none. */
public final class Maven {

    private Maven() { }

    /** A command as its user types it, "mvn" first. */
    public static Command command(List<String> typed) {
        List<String> words = new ArrayList<>(typed);
        assertThat(words.removeFirst()).isEqualTo("mvn");
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        words.addFirst(System.getProperty("jthreading.maven") + (windows ? ".cmd" : ""));
        words.addAll(List.of("-B", "-ntp", "-Dmaven.repo.local=" + System.getProperty("jthreading.maven.repository")));
        if (isOffline()) {
            words.addAll(List.of("-o", "-Daether.offline.protocols=file"));
        }
        return new Command(words);
    }

    static boolean isOffline() {
        return "offline=true".equals(System.getProperty("jthreading.maven.mode"));
    }
}
