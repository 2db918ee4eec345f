package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.ClientAction.ActionError;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests of the lines of actions. */
final class ActionLinesTest {

    private static ClientAction failed(int attempts, boolean spent) {
        return new ClientAction(
                "fetch",
                "",
                ActionStatus.FAILED,
                attempts,
                spent,
                Optional.of(Instant.EPOCH),
                Optional.of(Instant.EPOCH.plusMillis(12)),
                Optional.empty(),
                Optional.of(new ActionError("E", "why")),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                "",
                Optional.empty(),
                Map.of(),
                OptionalLong.empty(),
                List.of());
    }

    private static String line(ClientAction action) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ActionLines lines = new ActionLines(new PrintStream(printed, true, StandardCharsets.UTF_8), Set.of());
        lines.add(action);
        lines.flush();
        return printed.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void actionThatWaitsForARetryIsRunning() {
        assertThat(line(failed(1, false)))
                .isEqualTo("fetch  RUNNING  12 ms  waiting for retry after attempt 1  E: why");
        assertThat(line(failed(2, false)))
                .isEqualTo("fetch  RUNNING  12 ms  waiting for retry after attempt 2  E: why");
        assertThat(line(failed(2, true))).isEqualTo("fetch  FAILED  12 ms  2 attempts  E: why");
    }
}
