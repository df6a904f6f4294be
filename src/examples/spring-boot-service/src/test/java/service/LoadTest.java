package service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service with more clients than contexts, and its end while threads of Python's wait. */
class LoadTest {

    private static final int REQUESTS = 400;
    private static final int CLIENTS = 16;
    private static final int SUPPLIERS = 5;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void answersAllRequestsAndLeavesNoThread() throws Exception {
        ConfigurableApplicationContext service = SpringApplication.run(ServiceApplication.class,
                "--server.port=0", "--logging.level.root=warn", "--spring.main.banner-mode=off");
        String address = "http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port");
        List<PythonContext> contexts = service.getBean(PythonPool.class).all();

        assertThat(get(address + "/quote?item=-1")).contains("ValueError: there is no item -1");
        assertThat(answers(address)).isEqualTo(IntStream.range(0, REQUESTS).mapToObj(LoadTest::bestOffer).toList());
        assertThat(orders(get(address + "/orders"))).isEqualTo(REQUESTS);
        assertThat(contexts).allSatisfy(context -> assertThat(context.threads().list())
                .anySatisfy(thread -> assertThat(thread.daemon() && thread.name().equals("statistics")).isTrue()));
        System.out.println(CLIENTS + " clients sent " + REQUESTS + " requests to " + contexts.size() + " contexts: all answers are right");

        service.close();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(pythonThreads()).isEmpty());
        System.out.println("The service has ended, and with it all threads of Python's");
    }

    private List<String> answers(String address) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Callable<String>> requests = IntStream.range(0, REQUESTS)
                    .<Callable<String>>mapToObj(item -> () -> get(address + "/quote?item=" + item)).toList();
            return clients.invokeAll(requests).stream().map(Future::resultNow).toList();
        }
    }

    private String get(String address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** What handlers.py is to find. */
    private static String bestOffer(int item) {
        int best = IntStream.range(0, SUPPLIERS).map(supplier -> price(item, supplier)).min().orElseThrow();
        int supplier = IntStream.range(0, SUPPLIERS).filter(each -> price(item, each) == best).findFirst().orElseThrow();
        return "{\"item\": " + item + ", \"price\": " + best + ", \"supplier\": " + supplier + "}";
    }

    private static int price(int item, int supplier) {
        return (item * 31 + supplier * 17) % 100 + 1;
    }

    private static int orders(String json) {
        return Stream.of(json.split("\\D+")).filter(number -> !number.isEmpty()).mapToInt(Integer::parseInt).sum();
    }

    private static List<String> pythonThreads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("supplier") || name.equals("statistics")).toList();
    }
}
