package service;

import dev.jthreading.ThreadStatistics;
import java.util.List;
import org.graalvm.polyglot.PolyglotException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the service answers. */
@RestController
class QuoteController {

    private final PythonPool pool;

    QuoteController(PythonPool pool) {
        this.pool = pool;
    }

    /** The best offer for an item; its suppliers take so many seconds to answer. */
    @GetMapping(path = "/quote", produces = MediaType.APPLICATION_JSON_VALUE)
    String quote(@RequestParam int item, @RequestParam(defaultValue = "0.01") double seconds) throws InterruptedException {
        return pool.call("quote", item, seconds);
    }

    /** How often each supplier made the best offer, for each context. */
    @GetMapping(path = "/orders", produces = MediaType.APPLICATION_JSON_VALUE)
    String orders() {
        return pool.all().stream().map(context -> context.call("orders")).toList().toString();
    }

    /** Counts of Python threads and of their waits, for each context. */
    @GetMapping("/threads")
    List<ThreadStatistics> threads() {
        return pool.all().stream().map(context -> context.threads().statistics()).toList();
    }

    @ExceptionHandler
    ProblemDetail busy(PythonPool.BusyException exception) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "all Python contexts are in use");
    }

    /** An exception of Python's, or the end of the service. */
    @ExceptionHandler
    ProblemDetail failed(PolyglotException exception) {
        HttpStatus status = exception.isGuestException() ? HttpStatus.BAD_REQUEST : HttpStatus.SERVICE_UNAVAILABLE;
        return ProblemDetail.forStatusAndDetail(status, exception.getMessage());
    }
}
