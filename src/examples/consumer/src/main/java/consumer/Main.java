package consumer;

import dev.jthreading.PythonThreads;
import org.graalvm.polyglot.Context;

/** Python's threading in a Java program, as jthreading's README has it. */
public final class Main {

    private Main() { }

    public static void main(String[] args) {
        try (Context context = Context.newBuilder("python")
                .allowCreateThread(true)
                .option("jthreading", "true")
                .build()) {
            context.eval("python", """
                    import threading
                    thread = threading.Thread(target=print, args=("hello from", ))
                    thread.start()
                    thread.join()
                    """);
            System.out.println("jthreading: " + PythonThreads.isInstalled(context));
        }
    }
}
