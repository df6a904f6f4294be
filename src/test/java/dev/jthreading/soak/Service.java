package dev.jthreading.soak;

import dev.jthreading.PythonThread;
import dev.jthreading.PythonThreads;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.springframework.context.ConfigurableApplicationContext;

/** The example src/examples/spring-boot-service, unchanged, in this process. Its classes are public for nobody: reflection finds them. */
final class Service implements AutoCloseable {

    private static final String VICTIM = "victim";
    private static final int OK = 200;

    private final ConfigurableApplicationContext application;
    private final String address;
    private final List<?> contexts;
    private final HttpClient client = HttpClient.newHttpClient();
    private int next;

    Service() throws ReflectiveOperationException {
        Class<?> main = Class.forName("service.ServiceApplication");
        String[] arguments = {"--server.port=0", "--logging.level.root=warn", "--spring.main.banner-mode=off"};
        application = (ConfigurableApplicationContext) Objects.requireNonNull(Class.forName("org.springframework.boot.SpringApplication")
                .getMethod("run", Class.class, String[].class).invoke(null, main, arguments));
        address = "http://localhost:" + application.getEnvironment().getRequiredProperty("local.server.port");
        Object pool = application.getBean("pythonPool");
        Method all = pool.getClass().getDeclaredMethod("all");
        all.setAccessible(true);
        contexts = (List<?>) Objects.requireNonNull(all.invoke(pool));
    }

    /** Asks for a quote, and fails unless there is one. */
    void request(int item) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/quote?item=" + item)).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != OK || !response.body().startsWith("{\"item\": " + item + ",")) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
    }

    /** Starts a thread in one of the contexts, and ends it by an exception where it waits or computes. */
    int kill() throws ReflectiveOperationException, InterruptedException {
        Object context = Objects.requireNonNull(contexts.get(next++ % contexts.size()));
        Value handlers = (Value) field(context, "handlers");
        PythonThreads threads = (PythonThreads) field(context, "threads");
        long ident = handlers.getMember("start_victim").execute(next).asLong();
        // It may have yet to begin.
        threads.interrupt(ident, handlers.getMember("SystemExit"));
        while (threads.list().stream().map(PythonThread::name).anyMatch(VICTIM::equals)) {
            Thread.sleep(1);
        }
        return 1;
    }

    private static Object field(Object object, String name) throws ReflectiveOperationException {
        Field field = object.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return Objects.requireNonNull(field.get(object));
    }

    @Override
    public void close() {
        client.close();
        application.close();
    }
}
