package dev.jthreading.conformance;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The outcomes of one suite on one implementation, in the order in which the tests ran. */
final class Results {

    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    void add(String id, Outcome outcome) {
        outcomes.put(id, outcome);
    }

    Optional<Outcome> of(String id) {
        return Optional.ofNullable(outcomes.get(id));
    }

    Collection<String> ids() {
        return outcomes.keySet();
    }

    long count(Outcome outcome) {
        return outcomes.values().stream().filter(outcome::equals).count();
    }
}
