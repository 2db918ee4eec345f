package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what one attempt reports, until it ends. Later calls are ignored. Thread-safe. */
final class TelemetryCollector {

    private final String node;
    private final Map<String, Metric> metrics = new LinkedHashMap<>();
    private @Nullable Progress progress;
    private @Nullable String report;
    private boolean ended;

    TelemetryCollector(String node) {
        this.node = node;
    }

    /** Returns false if the attempt has ended. */
    synchronized boolean progress(long done, long total) {
        if (done < 0 || total < 0) {
            throw new IllegalArgumentException("The progress of `" + node + "` is " + done + " of " + total
                    + ". Both numbers must be at least 0.");
        }
        if (!ended) {
            progress = new Progress(done, total);
        }
        return !ended;
    }

    synchronized void metric(String name, double value) {
        if (name == null || !isName(name)) {
            throw new IllegalArgumentException("`" + name + "` is not a valid name for a metric of `" + node
                    + "`. A name has 1 to " + Telemetry.LONGEST_NAME
                    + " of the letters a to z and A to Z, digits, `-`, `_` and `.`, and begins with a letter.");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("The metric `" + name + "` of `" + node + "` is " + value
                    + ". A metric must be a finite number. Leave out the call if there is no value.");
        }
        if (ended) {
            return;
        }
        if (metrics.size() == Telemetry.MOST_METRICS && !metrics.containsKey(name)) {
            throw new IllegalArgumentException("`" + name + "` would be metric number " + (Telemetry.MOST_METRICS + 1)
                    + " of this action of `" + node + "`. An action has at most " + Telemetry.MOST_METRICS
                    + " metrics. Return other values in the result, or put them into the report.");
        }
        metrics.merge(name, Metric.of(value), Metric::plus);
    }

    synchronized void report(String markdown) {
        if (markdown == null) { // Tasks may be written without null checks.
            throw new IllegalArgumentException(
                    "The report of `" + node + "` is null. Leave out the call if there is no report.");
        }
        int bytes = markdown.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Telemetry.LARGEST_REPORT) {
            throw new IllegalArgumentException("The report of `" + node + "` has " + bytes + " bytes, but at most "
                    + Telemetry.LARGEST_REPORT
                    + " are allowed. Write the rest to a file with `context.write`, and name it in the report.");
        }
        if (!ended) {
            report = markdown;
        }
    }

    /** Returns the latest progress; null if there is none. */
    synchronized @Nullable Progress progress() {
        return progress;
    }

    /** Ends the collection and returns what was reported, with the whole report inline. */
    synchronized Telemetry end() {
        ended = true;
        return new Telemetry(progress, metrics, report == null ? null : new StoredResult.Inline(report));
    }

    /** Returns whether a text may be the name of a metric. It has no regular expression, which would delay a cold start. */
    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > Telemetry.LONGEST_NAME || !isLetter(name.charAt(0))) {
            return false;
        }
        return name.chars()
                .allMatch(letter -> isLetter(letter)
                        || (letter >= '0' && letter <= '9')
                        || letter == '-'
                        || letter == '_'
                        || letter == '.');
    }

    private static boolean isLetter(int letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    }
}
