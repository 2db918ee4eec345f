package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.ClientAction.ActionError;
import dev.anabranch.runtime.internal.record.EarlierAttempt;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Tests of the lines about earlier attempts. Tests of the commands cover whole reports. */
final class FailureReportTest {

    private static ClientAction failed(String message, EarlierAttempt... earlier) {
        return new ClientAction(
                "fetch",
                "",
                ActionStatus.FAILED,
                earlier.length + 1,
                true,
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                Optional.of(new ActionError("java.io.IOException", message)),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                "",
                Optional.empty(),
                Map.of(),
                OptionalLong.empty(),
                List.of(earlier));
    }

    private static EarlierAttempt earlier(int number, String error, String message) {
        return new EarlierAttempt(number, Instant.EPOCH, Instant.EPOCH, error, message);
    }

    @Test
    void attemptsWithTheSameErrorAreNotRepeated() {
        String text = "x".repeat(500);

        assertThat(FailureReport.others(
                        failed(text, earlier(1, "java.io.IOException", EarlierAttempt.beginning(text)))))
                .isEmpty();
    }

    @Test
    void otherErrorsAndMissingEndsAreNamedWithoutControlCharacters() {
        assertThat(FailureReport.others(failed(
                        "closed",
                        earlier(1, "java.net.SocketTimeoutException", "slow\u001b[31m"),
                        earlier(2, "java.io.IOException", "closed"),
                        new EarlierAttempt(3, Instant.EPOCH, null, null, null))))
                .containsExactly(
                        "attempt 1: java.net.SocketTimeoutException: slow\\u001b[31m", "attempt 3: it recorded no end");
    }
}
