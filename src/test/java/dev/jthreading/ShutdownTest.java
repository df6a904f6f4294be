package dev.jthreading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Context.close()} ends the threads of a context as the interpreter's exit does. */
@Timeout(120)
class ShutdownTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    /**
     * Runs a program in a context of its own, closes that, and returns all that was written. The engine is its own too:
     * of the contexts of one engine, only the first has GraalPy take the GIL from a thread that computes.
     */
    private String run(String program) {
        try (Context context = Context.newBuilder("python").option("jthreading", "true").allowCreateThread(true)
                .out(output).err(output).build()) {
            context.eval("python", program);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void threadsAreJoinedBetweenTheirCallbacksAndTheExitFunctions() {
        assertThat(run("""
                import atexit, threading
                atexit.register(print, 'exit function')
                end = threading.Event()
                def work():
                    end.wait()
                    print('thread', threading.main_thread().is_alive())
                threading.Thread(target=work).start()
                threading._register_atexit(end.set)
                threading._register_atexit(print, 'callback')
                """)).isEqualTo("callback\nthread False\nexit function\n");
    }

    @Test
    void aThreadMayStartAnotherUntilItEnds() {
        assertThat(run("""
                import threading
                def work(left):
                    print(left)
                    if left:
                        threading.Thread(target=work, args=(left - 1,)).start()
                threading.Thread(target=work, args=(3,)).start()
                """)).isEqualTo("3\n2\n1\n0\n");
    }

    @Test
    void noThreadStartsFromAnExitFunction() {
        assertThat(run("""
                import atexit, threading, _thread
                def start(function, *args):
                    try:
                        function(*args)
                    except RuntimeError as error:
                        print(isinstance(error, PythonFinalizationError), error)
                atexit.register(start, threading.Thread(target=print).start)
                atexit.register(start, _thread.start_new_thread, print, ())
                """)).isEqualTo("True can't create new thread at interpreter shutdown\n".repeat(2));
    }

    /** Nobody calls {@code threading._shutdown()} then. */
    @Test
    void noThreadStartsFromAnExitFunctionOfAProgramWithoutThreading() {
        assertThat(run("""
                import atexit, sys, _thread
                def start():
                    try:
                        _thread.start_new_thread(print, ("shouldn't be printed",))
                    except RuntimeError as error:
                        print('threading' in sys.modules, error)
                atexit.register(start)
                """)).isEqualTo("False can't create new thread at interpreter shutdown\n");
    }

    @Test
    void exitInAThreadEndsThatThreadOnly() {
        assertThat(run("""
                import sys, threading
                thread = threading.Thread(target=sys.exit, args=(3,))
                thread.start()
                thread.join()
                print('goes on')
                """)).isEqualTo("goes on\n");
    }

    @Test
    void daemonThreadsEndInSilenceWhereverTheyAre() {
        assertThat(run("""
                import queue, threading, time
                def busy():
                    while True:
                        pass
                held, barrier, condition = threading.Lock(), threading.Barrier(2), threading.Condition()
                held.acquire()
                def wait_for_condition():
                    with condition:
                        condition.wait()
                def wait_in_finally():
                    try:
                        threading.Event().wait()
                    finally:
                        held.acquire()
                forever = threading.Thread(target=threading.Event().wait, daemon=True)
                forever.start()
                waits = (busy, held.acquire, threading.Event().wait, threading.Semaphore(0).acquire, barrier.wait,
                         wait_for_condition, wait_in_finally, forever.join, queue.Queue().get, lambda: time.sleep(1000))
                for wait in waits:
                    threading.Thread(target=wait, daemon=True).start()
                time.sleep(0.3)
                """)).isEmpty();
    }

    @Test
    void objectsOfTheMainProgramAreFinalizedInTheMainThread() {
        assertThat(run("""
                import threading
                main, local = threading.current_thread(), threading.local()
                local.data = 'data'
                class Last:
                    def __del__(self):
                        print(threading.current_thread() is main, threading.enumerate() == [main], local.data)
                last = Last()
                """)).isEqualTo("True True data\n");
    }
}
