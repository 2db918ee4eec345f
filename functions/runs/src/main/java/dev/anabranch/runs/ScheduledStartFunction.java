package dev.anabranch.runs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler of the function that EventBridge Scheduler calls to start a run. The event is
 * <code>{"workflow": name, "input": value, "key": text}</code>; the key is the same for each delivery of one time of the schedule, so
 * that starts one run. Nobody waits for an answer: a start that is refused fails, and so is tried again and kept by Lambda.
 *
 * <p>It has the variables of {@link RunApiFunction}.
 */
public final class ScheduledStartFunction implements RequestStreamHandler {

    /** The name of the workflow. */
    public static final String WORKFLOW = "workflow";

    /** What the run is given. */
    public static final String INPUT = "input";

    /** Another for each run that is to be started. */
    public static final String KEY = "key";

    private static final JsonMapper JSON = new JsonMapper();

    private final Runs runs;

    /** Called by Lambda. */
    public ScheduledStartFunction() {
        this(RunHost.ofTheProcess().runs());
    }

    ScheduledStartFunction(Runs runs) {
        this.runs = runs;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = JSON.readTree(input);
        runs.start(RunRequest.of(event.required(WORKFLOW).asText(), event.required(INPUT))
                .once(event.required(KEY).asText()));
    }
}
