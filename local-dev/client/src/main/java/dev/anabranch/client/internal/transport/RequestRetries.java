package dev.anabranch.client.internal.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Retries a request with exponential backoff while its error may be transient. */
public final class RequestRetries {

    private static final int MOST = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration MOST_ASKED = Duration.ofSeconds(20);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int ITS_FAULT = 500;

    private final Consumer<Duration> pause;
    private final RandomGenerator random;

    /**
     * Creates a retry policy.
     *
     * @param pause blocks the calling thread for a duration
     * @param random makes the jitter of the backoff
     */
    public RequestRetries(Consumer<Duration> pause, RandomGenerator random) {
        this.pause = pause;
        this.random = random;
    }

    /** One attempt. */
    @FunctionalInterface
    public interface Attempt {
        /**
         * Makes the attempt.
         *
         * @param again whether an earlier attempt may have been carried out
         * @param last whether this is the last attempt
         * @return empty after a network error
         */
        Optional<ApiAnswer> make(boolean again, boolean last);
    }

    /** Returns the first answer that is not retried, or that of the last attempt. */
    public ApiAnswer answer(Attempt attempt) {
        boolean again = false;
        for (int number = 1; ; number++) {
            boolean last = number == MOST;
            Optional<ApiAnswer> answer = attempt.make(again, last);
            if (answer.isPresent() && (last || !isPassing(answer.get().status()))) {
                return answer.get();
            }
            // A throttled request was not carried out.
            again |= answer.map(passed -> passed.status() != TOO_MANY_REQUESTS).orElse(true);
            pause.accept(delay(number, answer.flatMap(passed -> passed.header("retry-after"))));
            if (Thread.currentThread().isInterrupted()) {
                throw new CallInterrupted(new InterruptedException());
            }
        }
    }

    private static boolean isPassing(int status) {
        return status == TOO_MANY_REQUESTS || status >= ITS_FAULT;
    }

    private Duration delay(int number, Optional<String> asked) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << (number - 1));
        Duration own = Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
        return asked.filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .filter(wanted -> wanted.compareTo(own) > 0)
                .map(wanted -> wanted.compareTo(MOST_ASKED) < 0 ? wanted : MOST_ASKED)
                .orElse(own);
    }
}
