package dev.anabranch.runs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.process.RunServices;
import dev.anabranch.runtime.TaskFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler of the run API's Lambda function, the integration of an API Gateway HTTP API. It reads four environment
 * variables: {@link TaskFunction#TABLE}, {@link TaskFunction#BUCKET}, {@value #MANIFEST} and {@value #MACHINES}.
 */
public final class RunApiFunction implements RequestStreamHandler {

    /** The variable with the S3 URL of the deployment manifest, such as {@code s3://bucket/key}. */
    public static final String MANIFEST = RunServices.MANIFEST;

    /** The variable with the prefix of the ARNs of all state machines; the name of the workflow follows it. */
    public static final String MACHINES = RunServices.MACHINES;

    private final RunApi api;

    /** Creates the handler from the environment. Lambda calls it. */
    public RunApiFunction() {
        this(RunServices.ofTheProcess().api());
    }

    RunApiFunction(RunApi api) {
        this.api = api;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(HttpEvent.write(api.handle(HttpEvent.read(input))));
    }
}
