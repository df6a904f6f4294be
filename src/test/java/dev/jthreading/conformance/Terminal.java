package dev.jthreading.conformance;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terminal that the build was started from. Maven reads the standard output of the JVM that runs the tests, so that is
 * never a terminal; the controlling terminal is there all the same.
 */
public record Terminal(PrintStream stream, int width) {

    private static final String DEVICE = "/dev/tty";
    private static final int USUAL_WIDTH = 80;

    /** The state of a process, in which a plus stands for the foreground; and the terminal's rows and columns. */
    private static final Pattern ANSWER = Pattern.compile("\\S*\\+\\S*\\s+\\d+\\s+(\\d+)\\s*");

    /** The terminal, unless there is none or the build runs in the background and must not write to it. */
    public static Optional<Terminal> ofForeground() {
        String question = "ps -o stat= -p " + ProcessHandle.current().pid() + " && stty size <" + DEVICE;
        try {
            Process process = new ProcessBuilder("sh", "-c", question).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Optional<Integer> width = widthIn(answer);
            return width.isPresent() ? Optional.of(open(width.get())) : Optional.empty();
        } catch (IOException e) {
            // Neither a shell nor a terminal is a must: progress is then told in lines.
            return Optional.empty();
        }
    }

    /** The terminal's width, if the answer says that the process is in its foreground. */
    static Optional<Integer> widthIn(String answer) {
        Matcher matcher = ANSWER.matcher(answer);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int width = Integer.parseInt(matcher.group(1));
        return Optional.of(width == 0 ? USUAL_WIDTH : width);
    }

    private static Terminal open(int width) throws IOException {
        return new Terminal(new PrintStream(new FileOutputStream(DEVICE), true, StandardCharsets.UTF_8), width);
    }
}
