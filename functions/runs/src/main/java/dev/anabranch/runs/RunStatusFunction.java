package dev.anabranch.runs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.process.RunServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler of the function for EventBridge's event "Step Functions Execution Status Change"
 * (https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html). It updates the record of the
 * run. Events can be late, duplicate or lost, so it reads the state of the execution from Step Functions instead of the
 * event. If it cannot handle an event, it fails and Lambda retries it.
 *
 * <p>It reads the variables of {@link RunApiFunction}.
 */
public final class RunStatusFunction implements RequestStreamHandler {

    private static final JsonMapper JSON = new JsonMapper();

    private final Runs runs;
    private final String machines;

    /** Creates the handler from the environment. Lambda calls it. */
    public RunStatusFunction() {
        this(RunServices.ofTheProcess());
    }

    private RunStatusFunction(RunServices host) {
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
            // The execution was started without the run API, or the run has been deleted: it has no record.
            if (e.reason() != RunRefused.Reason.UNKNOWN_RUN) {
                throw e;
            }
        }
    }
}
