package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.store.StepFunctionsExecutions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Tests the execution service of runs against the embedded Step Functions. */
@Timeout(60)
final class StepFunctionsExecutionsTest {

    private static final String WAITS = """
            {"QueryLanguage": "JSONata", "StartAt": "Which", "States": {
              "Which": {"Type": "Choice", "Default": "Done", "Choices": [
                {"Condition": "{% $states.input.how = 'wait' %}", "Next": "Wait"},
                {"Condition": "{% $states.input.how = 'fail' %}", "Next": "Fail"}]},
              "Wait": {"Type": "Wait", "Seconds": 3600, "Next": "Done"},
              "Fail": {"Type": "Fail", "Error": "Sad", "Cause": "it was"},
              "Done": {"Type": "Succeed", "Output": {"v": 1}}}}
            """;

    private final TestCloud cloud = new TestCloud((function, payload, context) -> new CompletableFuture<>());
    private final SfnClient client = cloud.client(SfnClient.builder());
    private final ExecutionService executions = new StepFunctionsExecutions(client, machines());

    private String machines() {
        String arn = client.createStateMachine(request ->
                        request.name("shop-text").definition(WAITS).roleArn("arn:aws:iam::123456789012:role/any"))
                .stateMachineArn();
        return arn.substring(0, arn.length() - "text".length());
    }

    @BeforeEach
    void stopOfMissingExecutionIsNoOp() {
        assertThat(executions.describe("text", "run-1")).isEmpty();
        executions.stop("text", "run-1");
    }

    @AfterEach
    void close() {
        client.close();
        cloud.close();
    }

    private ExecutionState ended(String runId) {
        return await().pollInterval(Duration.ofMillis(10))
                .until(() -> executions.describe("text", runId).orElseThrow(), state -> state.status()
                        .ended());
    }

    @Test
    void describesSucceededExecution() {
        executions.start("text", "run-1", "{}");

        ExecutionState state = ended("run-1");

        assertThat(state.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(state.output()).isEqualTo("{\"v\":1}");
        assertThat(state.stopped()).isNotNull();
    }

    @Test
    void describesFailedExecution() {
        executions.start("text", "run-1", "{\"how\": \"fail\"}");

        ExecutionState state = ended("run-1");

        assertThat(state.status()).isEqualTo(RunStatus.FAILED);
        assertThat(state.error()).isEqualTo("Sad");
        assertThat(state.cause()).isEqualTo("it was");
        assertThat(state.output()).isNull();
    }

    @Test
    void stopsExecution() {
        executions.start("text", "run-1", "{\"how\": \"wait\"}");
        assertThat(executions.describe("text", "run-1"))
                .hasValueSatisfying(state -> assertThat(state.status()).isEqualTo(RunStatus.RUNNING));

        executions.stop("text", "run-1");

        assertThat(ended("run-1").status()).isEqualTo(RunStatus.ABORTED);
    }

    @Test
    void startIsIdempotentForSameInputOnly() {
        executions.start("text", "run-1", "{\"how\": \"wait\"}");
        executions.start("text", "run-1", "{\"how\": \"wait\"}");

        assertThatThrownBy(() -> executions.start("text", "run-1", "{}"))
                .isInstanceOf(ExecutionService.ExecutionExists.class);
    }

    @Test
    void startFailsWithoutStateMachine() {
        assertThatThrownBy(() -> executions.start("none", "run-1", "{}"))
                .isInstanceOf(ExecutionService.ExecutionsUnavailable.class)
                .hasMessageStartingWith("Step Functions could not start the execution `run-1`");
        assertThatThrownBy(() -> new StepFunctionsExecutions(client, "arn:aws:states:any"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
