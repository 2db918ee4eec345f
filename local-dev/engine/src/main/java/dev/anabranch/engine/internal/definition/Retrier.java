package dev.anabranch.engine.internal.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of a {@code Retry} list.
 *
 * @param errorEquals the error names that it is for
 * @param intervalSeconds the wait before the first retry, at least 0; default 1
 * @param maxAttempts how many retries, at least 0; default 3
 * @param backoffRate what each wait is multiplied by, at least 1; default 2
 * @param maxDelaySeconds the longest wait, or null for none
 * @param fullJitter whether a wait is drawn between 0 and its length
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Error handling</a>
 */
public record Retrier(
        List<String> errorEquals,
        double intervalSeconds,
        int maxAttempts,
        double backoffRate,
        @Nullable Double maxDelaySeconds,
        boolean fullJitter) {}
