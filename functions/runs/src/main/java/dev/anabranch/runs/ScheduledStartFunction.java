package dev.anabranch.runs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.process.RunServices;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler of the function that EventBridge Scheduler invokes to start a run. The event is <code>{"workflow": name,
 * "input": value, "key": text}</code>. All deliveries of one occurrence of the schedule have the same key, so they
 * start one run. If the start is refused, the function fails; Lambda then retries the event and keeps it if all retries
 * fail.
 *
 * <p>It reads the variables of {@link RunApiFunction}.
 */
public final class ScheduledStartFunction implements RequestStreamHandler {

    /** The field with the name of the workflow. */
    public static final String WORKFLOW = "workflow";

    /** The field with the input of the run. */
    public static final String INPUT = "input";

    /** The field with the idempotency key, which is unique for each occurrence of the schedule. */
    public static final String KEY = "key";

    private final Runs runs;

    /** Creates the handler from the environment. Lambda calls it. */
    public ScheduledStartFunction() {
        this(RunServices.ofTheProcess().runs());
    }

    ScheduledStartFunction(Runs runs) {
        this.runs = runs;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = TaskJson.tree().readTree(input);
        runs.start(RunRequest.of(event.required(WORKFLOW).asText(), event.required(INPUT))
                .once(event.required(KEY).asText()));
    }
}
