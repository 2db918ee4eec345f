package dev.anabranch.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import dev.anabranch.runs.internal.api.ApiBench;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScheduledStartFunctionTest {

    private final ApiBench bench = new ApiBench();
    private final ScheduledStartFunction function = new ScheduledStartFunction(bench.runs());

    @Test
    void duplicateDeliveryStartsOneRun() throws IOException {
        deliver("{\"workflow\": \"text\", \"input\": \"good night\", \"key\": \"nightly-1\"}");
        deliver("{\"workflow\": \"text\", \"input\": \"good night\", \"key\": \"nightly-1\"}");
        deliver("{\"workflow\": \"text\", \"input\": \"good night\", \"key\": \"nightly-2\"}");

        assertThat(runs())
                .hasSize(2)
                .allMatch(run -> bench.runs().input(run.id()).asText().equals("good night"));
    }

    @Test
    void failedStartThrowsSoThatTheQueueKeepsTheEvent() {
        assertThatThrownBy(() -> deliver("{\"workflow\": \"text\", \"input\": {\"a\": 1}, \"key\": \"nightly-1\"}"))
                .isInstanceOf(RunRefused.class)
                .hasMessageContaining("text");
        assertThatThrownBy(() -> deliver("{\"workflow\": \"nowhere\", \"input\": 1, \"key\": \"nightly-1\"}"))
                .isInstanceOf(RunRefused.class)
                .hasMessage("There is no workflow `nowhere`.");
        assertThatThrownBy(() -> deliver("{\"workflow\": \"text\", \"key\": \"nightly-1\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input");
        assertThat(runs()).isEmpty();
    }

    private List<RunRecord> runs() {
        return bench.runs()
                .list(new RunQuery(Optional.empty(), Optional.empty(), 10))
                .items();
    }

    private void deliver(String event) throws IOException {
        Context nothing = (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    throw new AssertionError(method + " is not needed");
                });
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, nothing);
        assertThat(answer.size()).isZero();
    }
}
