package service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An exception that ends a Python thread is in the log of the service, as Python would show it. */
class PythonContextTest {

    private static final Source FAILING = Source.create("python",
            """
            import threading
            def divide():
                return 1 / 0
            def fail():
                thread = threading.Thread(target=divide, name="failing")
                thread.start()
                thread.join()
                return "{}"
            """);

    @Test
    void logsWhatEndsAPythonThread() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(PythonContext.class);
        logger.setAdditive(false);
        logger.addAppender(log);
        try (Engine engine = Engine.create("python"); PythonContext context = new PythonContext(engine, FAILING)) {
            context.call("fail");
        } finally {
            logger.detachAppender(log);
            logger.setAdditive(true);
        }
        assertThat(log.list).singleElement().extracting(ILoggingEvent::getFormattedMessage).asString()
                .startsWith("Python thread failing ended with an exception\nTraceback")
                .contains("in divide\n").endsWith("ZeroDivisionError: division by zero\n");
    }
}
