package dev.anabranch.engine.internal.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of a {@code Retry} list.
 *
 * @param errorEquals the error names that it matches
 * @param intervalSeconds the delay before the first retry, at least 0; default 1
 * @param maxAttempts the maximum number of retries, at least 0; default 3
 * @param backoffRate the factor between consecutive delays, at least 1; default 2
 * @param maxDelaySeconds the maximum delay, or null for no limit
 * @param fullJitter true to draw each delay between 0 and the computed one
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Error handling</a>
 */
public record Retrier(
        List<String> errorEquals,
        double intervalSeconds,
        int maxAttempts,
        double backoffRate,
        @Nullable Double maxDelaySeconds,
        boolean fullJitter) {}
