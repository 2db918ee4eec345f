package dev.anabranch.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.action.Bench;
import dev.anabranch.runtime.internal.action.Calls;
import dev.anabranch.runtime.internal.action.MemoryActionStore;
import dev.anabranch.runtime.internal.action.MemoryPayloadStore;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.runtime.internal.lambda.LambdaEnvironment;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TaskFunctionTest {

    private final Bench bench =
            new Bench(new MemoryActionStore(), new MemoryPayloadStore(), Runnable::run, Path.of(""));

    @Test
    void answersOnTheStreamWithDeadlineAndLog() throws IOException {
        TaskFunction function =
                new TaskFunction(ActionRunner.of(new TimeLeft(), bench.host()), InstantSource.fixed(Bench.NOW));
        Invocation call = Calls.call("1", Calls.VALUE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        function.handleRequest(
                new ByteArrayInputStream(call.toJson().toString().getBytes(StandardCharsets.UTF_8)),
                out,
                new FiveSeconds());

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"v\":5}");
        assertThat(bench.record(call).log()).isEqualTo("group:2026/01/01/[$LATEST]abc:request");
    }

    @Test
    void missingSettingIsNamed() {
        assertThatThrownBy(() -> TaskFunctionSettings.of(Map.of()))
                .hasMessage("The environment variable ANABRANCH_TASK is not set.");
        assertThatThrownBy(() -> TaskFunctionSettings.of(Map.of(TaskFunction.TASK, "no.such.Task")))
                .hasMessageContaining("ANABRANCH_TASK is the class `no.such.Task`");
        assertThatThrownBy(() -> TaskFunctionSettings.of(Map.of(TaskFunction.TASK, Relay.class.getName())))
                .hasMessageContaining("ANABRANCH_TABLE");
    }

    @Test
    void settingsAreRead() {
        Map<String, String> environment = Map.of(
                TaskFunction.TASK, Relay.class.getName(),
                TaskFunction.TABLE, "records",
                TaskFunction.BUCKET, "payloads");

        assertThat(TaskFunctionSettings.of(environment))
                .isEqualTo(new TaskFunctionSettings(
                        Relay.class, "records", "payloads", new LambdaEnvironment(false, null, false, false)));
    }

    @Test
    void credentialsAreReadFromVariablesUnlessSnapStartIsOn() {
        Map<String, String> onDemand = new HashMap<>(Map.of(
                TaskFunction.TASK,
                Relay.class.getName(),
                TaskFunction.TABLE,
                "records",
                TaskFunction.BUCKET,
                "payloads",
                "AWS_REGION",
                "eu-west-1",
                "AWS_ACCESS_KEY_ID",
                "key"));
        assertThat(TaskFunctionSettings.of(onDemand))
                .isEqualTo(new TaskFunctionSettings(
                        Relay.class, "records", "payloads", new LambdaEnvironment(false, "eu-west-1", true, false)));

        onDemand.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        onDemand.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9001/credentials");
        assertThat(TaskFunctionSettings.of(onDemand))
                .isEqualTo(new TaskFunctionSettings(
                        Relay.class, "records", "payloads", new LambdaEnvironment(false, "eu-west-1", false, true)));
    }

    private static final class TimeLeft implements Task<Integer, Long> {
        @Override
        public Long run(Integer input, TaskContext context) {
            return context.timeLeft().toSeconds();
        }
    }

    private static final class FiveSeconds implements Context {
        @Override
        public int getRemainingTimeInMillis() {
            return 5_000;
        }

        @Override
        public String getLogStreamName() {
            return "2026/01/01/[$LATEST]abc";
        }

        @Override
        public String getAwsRequestId() {
            return "request";
        }

        @Override
        public String getLogGroupName() {
            return "group";
        }

        @Override
        public String getFunctionName() {
            return "function";
        }

        @Override
        public String getFunctionVersion() {
            return "1";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn";
        }

        @Override
        public @Nullable CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public @Nullable ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 128;
        }

        @Override
        public @Nullable LambdaLogger getLogger() {
            return null;
        }
    }
}
