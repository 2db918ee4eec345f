package dev.anabranch.embedded.internal.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anabranch.engine.execution.EngineQuotas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CancelRequestsTest {

    @TempDir
    Path data;

    @Test
    void refusalOfTheHolderReachesTheRequester() throws IOException {
        LocalCloud.Settings settings = new LocalCloud.Settings(
                null, null, EngineQuotas.aws(), Duration.ofSeconds(30), LocalCloud.Functions.DEFAULT);
        CancelRequests requests = new CancelRequests(data);
        try (LocalCloud holder = LocalCloud.open(settings)) {
            assertThatExceptionOfType(CancelRefused.class)
                    .isThrownBy(() -> requests.request(
                            "square-all-1",
                            time -> requests.answer(holder.cloud().runs())))
                    .withMessageContaining("square-all-1");
        }
        assertThat(leftBehind()).isEmpty();
    }

    @Test
    void requestTimesOutAfterThirtySeconds() throws IOException {
        List<Duration> pauses = new ArrayList<>();

        assertThatExceptionOfType(CancelRefused.class)
                .isThrownBy(() -> new CancelRequests(data).request("square-all-1", pauses::add))
                .withMessageContaining("did not answer within 30 seconds");
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(30));
        assertThat(leftBehind()).isEmpty();
    }

    @Test
    void invalidIdIsRefusedWithoutWriting() throws IOException {
        assertThatExceptionOfType(CancelRefused.class)
                .isThrownBy(() -> new CancelRequests(data).request("../../run", time -> {}))
                .withMessage("There is no run `../../run`.");
        assertThat(data).isEmptyDirectory();
    }

    private List<Path> leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("requests"))) {
            return files.toList();
        }
    }
}
