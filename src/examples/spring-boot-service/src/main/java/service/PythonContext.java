package service;

import dev.jthreading.PythonThread;
import dev.jthreading.PythonThreads;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A context with the handlers in it: a Python interpreter of its own, with threads of its own. */
final class PythonContext implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PythonContext.class);
    private static final Source TRACEBACK = Source.create("python",
            "lambda exception: ''.join(__import__('traceback').format_exception(exception))");
    private static final Source NO_HOOK = Source.create("python",
            "import threading; threading.excepthook = lambda failure: None");

    private final Context context;
    private final PythonThreads threads;
    private final Value handlers;

    PythonContext(Engine engine, Source source) {
        context = Context.newBuilder("python").engine(engine).allowCreateThread(true).option("jthreading", "true").build();
        threads = PythonThreads.of(context);
        threads.setUncaughtExceptionListener(PythonContext::log);
        context.eval(NO_HOOK);
        context.eval(source);
        handlers = context.getBindings("python");
    }

    /** In place of Python, which would write the traceback to stderr. */
    private static void log(PythonThread thread, PolyglotException exception) {
        Value traceback = Context.getCurrent().eval(TRACEBACK).execute(exception.getGuestObject());
        LOG.error("Python thread {} ended with an exception\n{}", thread.name(), traceback.asString());
    }

    /** What the handler of that name returns, which is JSON. */
    String call(String handler, Object... arguments) {
        return handlers.getMember(handler).execute(arguments).asString();
    }

    PythonThreads threads() {
        return threads;
    }

    /**
     * Ends Python as a program of its own ends: threads that are no daemons and exit functions have their time, daemons end
     * where they are. If a request is still in the context it is the request that ends.
     */
    @Override
    public void close() {
        try {
            context.close();
        } catch (IllegalStateException inUse) {
            LOG.warn("A request is cancelled: the service ends");
            context.close(true);
        }
    }
}
