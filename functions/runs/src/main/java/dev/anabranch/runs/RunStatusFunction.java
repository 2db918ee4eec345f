package dev.anabranch.runs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler of the function that EventBridge tells of the ends of executions: "Step Functions Execution Status Change"
 * (https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html). The run's record follows. What the event says is
 * not relied on, since events come late, twice or never: Step Functions is asked. An event that cannot be handled now fails, and Lambda
 * tries it again.
 *
 * <p>It has the variables of {@link RunApiFunction}.
 */
public final class RunStatusFunction implements RequestStreamHandler {

    private static final JsonMapper JSON = new JsonMapper();

    private final Runs runs;
    private final String machines;

    /** Called by Lambda. */
    public RunStatusFunction() {
        this(RunHost.ofTheProcess());
    }

    private RunStatusFunction(RunHost host) {
        this(host.runs(), host.machines());
    }

    RunStatusFunction(Runs runs, String machines) {
        this.runs = runs;
        this.machines = machines;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode execution = JSON.readTree(input).path("detail");
        String name = execution.path("name").asText();
        boolean isOurs = execution.path("stateMachineArn").asText().startsWith(machines);
        if (!isOurs || execution.path("status").asText().equals("RUNNING")) {
            return;
        }
        try {
            runs.ended(name);
        } catch (RunRefused e) {
            // Started by hand, or deleted since: there is no record to follow.
            if (e.reason() != RunRefused.Reason.UNKNOWN_RUN) {
                throw e;
            }
        }
    }
}
