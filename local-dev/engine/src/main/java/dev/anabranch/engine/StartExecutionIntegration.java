package dev.anabranch.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.engine.integration.Integrations;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The integration {@code states:startExecution}, with and without waiting for the end of the execution.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html">Starting executions
 *     from a task</a>
 */
final class StartExecutionIntegration {

    private final Engine engine;

    StartExecutionIntegration(Engine engine) {
        this.engine = engine;
    }

    void register(Integrations.Builder integrations) {
        integrations.register(
                "states:startExecution",
                (arguments, context) -> CompletableFuture.completedFuture(answer(start(arguments, context, false))));
        integrations.register("states:startExecution.sync", (arguments, context) -> wait(arguments, context, false));
        integrations.register("states:startExecution.sync:2", (arguments, context) -> wait(arguments, context, true));
    }

    private ExecutionSnapshot start(JsonNode arguments, CallContext context, boolean waits) {
        JsonNode input = arguments.path("Input");
        String stateMachineArn = arguments.path("StateMachineArn").asText();
        if (!stateMachineArn.startsWith("arn:")) {
            throw refused("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + stateMachineArn + "'");
        }
        try {
            return engine.startExecution(
                    context.callId(),
                    stateMachineArn,
                    arguments.hasNonNull("Name") ? arguments.get("Name").asText() : null,
                    input.isTextual() ? input.textValue() : input.isMissingNode() ? "{}" : input.toString(),
                    waits);
        } catch (EngineException refused) {
            throw refused(refused.code(), refused.getMessage());
        }
    }

    /** Returns an error in the format of the AWS client of Step Functions. */
    private static IntegrationFailure refused(String code, @Nullable String message) {
        return new IntegrationFailure(
                "StepFunctions." + code + "Exception",
                message + " (Service: AWSStepFunctions; Status Code: 400; Error Code: " + code
                        + "; Request ID: 00000000-0000-4000-8000-000000000000; Proxy: null)");
    }

    private static ObjectNode answer(ExecutionSnapshot started) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ExecutionArn", started.spec().arn())
                .put("StartDate", started.startDate().toEpochMilli() / 1000.0);
    }

    private CompletionStage<JsonNode> wait(JsonNode arguments, CallContext context, boolean outputAsJson) {
        ExecutionSnapshot started = start(arguments, context, true);
        context.submitted(answer(started));
        String arn = started.spec().arn();
        context.onAbandoned(() -> {
            CompletableFuture<Void> unused = engine.stopExecution(arn, null, null);
        });
        return context.meanwhile(engine.completion(arn)).thenApply(ended -> {
            JsonNode described = describe(ended, outputAsJson);
            if (ended.status() != ExecutionStatus.SUCCEEDED) {
                throw new IntegrationFailure("States.TaskFailed", described.toString());
            }
            return described;
        });
    }

    private static JsonNode describe(ExecutionSnapshot ended, boolean outputAsJson) {
        ObjectNode described = JsonNodeFactory.instance.objectNode();
        described.put("ExecutionArn", ended.spec().arn());
        described.put("Input", ended.spec().textOf(ended.spec().input()));
        described.putObject("InputDetails").put("Included", true);
        described.put("Name", ended.spec().name());
        JsonNode output = ended.output();
        if (output != null && outputAsJson) {
            described.set("Input", ended.spec().input());
            described.set("Output", output);
        } else if (output != null) {
            described.put("Output", ended.spec().textOf(output));
        }
        if (ended.error() != null) {
            described.put("Error", ended.error());
        }
        if (ended.cause() != null) {
            described.put("Cause", ended.cause());
        }
        described.put("StartDate", ended.startDate().toEpochMilli());
        described.put("StateMachineArn", ended.spec().stateMachineArn());
        described.put("Status", ended.status().name());
        if (ended.stopDate() != null) {
            described.put("StopDate", ended.stopDate().toEpochMilli());
        }
        return described;
    }
}
