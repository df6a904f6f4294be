package service;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * A fixed number of contexts, each used by one request at a time. They are of one engine, which compiles the Python code
 * once for all of them; only one thread at a time runs Python in each, so there is use for one for each processor.
 */
@Component
class PythonPool implements DisposableBean {

    private final Engine engine = Engine.create("python");
    private final List<PythonContext> all;
    private final BlockingQueue<PythonContext> idle;
    private final PythonProperties properties;

    PythonPool(PythonProperties properties, @Value("classpath:handlers.py") Resource handlers) throws IOException {
        this.properties = properties;
        Source source = source(handlers);
        all = Stream.generate(() -> new PythonContext(engine, source)).limit(properties.contexts()).toList();
        idle = new ArrayBlockingQueue<>(properties.contexts(), false, all);
    }

    private static Source source(Resource resource) throws IOException {
        try (Reader reader = new InputStreamReader(resource.getInputStream(), StandardCharsets.UTF_8)) {
            return Source.newBuilder("python", reader, resource.getFilename()).build();
        }
    }

    /** What the handler of that name returns. */
    String call(String handler, Object... arguments) throws InterruptedException {
        PythonContext context = idle.poll(properties.patience().toMillis(), TimeUnit.MILLISECONDS);
        if (context == null) {
            throw new BusyException();
        }
        try {
            return context.call(handler, arguments);
        } finally {
            idle.add(context);
        }
    }

    /** All contexts, also those that a request is in: Python lets several threads in. */
    List<PythonContext> all() {
        return all;
    }

    /** After the web server has stopped, or has given up waiting for requests that run. */
    @Override
    public void destroy() {
        all.forEach(PythonContext::close);
        engine.close();
    }

    /** All contexts are in use, and have been for a while. */
    static final class BusyException extends RuntimeException { }
}
