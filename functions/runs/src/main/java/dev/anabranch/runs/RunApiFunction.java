package dev.anabranch.runs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runtime.TaskFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler of the run API's Lambda function, behind an API Gateway HTTP API. Four variables tell it where everything is:
 * {@link TaskFunction#TABLE}, {@link TaskFunction#BUCKET}, {@value #MANIFEST} and {@value #MACHINES}.
 */
public final class RunApiFunction implements RequestStreamHandler {

    /** Where the deployment manifest is, such as {@code s3://bucket/key}. */
    public static final String MANIFEST = "ANABRANCH_MANIFEST";

    /** What the ARN of each workflow's state machine begins with; the name of the workflow follows. */
    public static final String MACHINES = "ANABRANCH_MACHINES";

    private final RunApi api;

    /** Called by Lambda. */
    public RunApiFunction() {
        this(RunHost.ofTheProcess().api());
    }

    RunApiFunction(RunApi api) {
        this.api = api;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(HttpEvent.write(api.handle(HttpEvent.read(input))));
    }
}
