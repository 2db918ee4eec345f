package dev.anabranch.client.internal.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Makes a request a few times, with growing pauses, as long as what went wrong may pass. */
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
     * With pauses.
     *
     * @param pause lets time pass
     * @param random spreads attempts of several clients
     */
    public RequestRetries(Consumer<Duration> pause, RandomGenerator random) {
        this.pause = pause;
        this.random = random;
    }

    /** One attempt. */
    @FunctionalInterface
    public interface Attempt {
        /**
         * Makes it.
         *
         * @param again true where an earlier one may have done its work
         * @param last true where there will be no other
         * @return empty where it failed on the way and may be made again
         */
        Optional<ApiAnswer> make(boolean again, boolean last);
    }

    /** The first answer that will not become another, or the last of all. */
    public ApiAnswer answer(Attempt attempt) {
        boolean again = false;
        for (int number = 1; ; number++) {
            boolean last = number == MOST;
            Optional<ApiAnswer> answer = attempt.make(again, last);
            if (answer.isPresent() && (last || !isPassing(answer.get().status()))) {
                return answer.get();
            }
            // A throttle says that nothing was done.
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
