package shared;

import java.util.Map;
import java.util.TreeMap;

/** Who took how many numbers, and their sum. Not safe for use by several threads: each of them has the lock when it adds. */
public final class Ledger {

    private final Map<String, Integer> counts = new TreeMap<>();
    private long sum;

    /** Loses what others add meanwhile, if there are any. */
    public void add(String language, int number) {
        long before = sum;
        Thread.yield();
        counts.merge(language, 1, Integer::sum);
        sum = before + number;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach((language, count) -> text.append("  ").append(language).append(" took ").append(count).append('\n'));
        return text.append("  sum of all: ").append(sum).append('\n').toString();
    }
}
