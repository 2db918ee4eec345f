package dev.anabranch.infra;

/** Which classes of the Lambda package are entered, and what their environment tells them. All names are here and nowhere else. */
final class Handlers {

    /** Runs one task: {@link dev.anabranch.lambda.TaskFunction}. */
    static final String TASK = "dev.anabranch.lambda.TaskFunction";

    /** The run API behind the HTTP API. */
    static final String RUN_API = "dev.anabranch.lambda.RunApiFunction";

    /** Takes the news that an execution has ended. */
    static final String RUN_STATUS = "dev.anabranch.lambda.RunStatusFunction";

    /** Where the manifest is, {@code s3://bucket/key}; for the run API and the run status. */
    static final String MANIFEST = "ANABRANCH_MANIFEST";

    /** What the ARN of each workflow's state machine begins with; the name of the workflow follows. */
    static final String MACHINES = "ANABRANCH_MACHINES";

    private Handlers() {}
}
