package dev.anabranch.explain.internal.cost;

/** A billed quantity of an AWS service. */
public enum Charge {
    /** State transitions of Standard executions. */
    TRANSITIONS("Step Functions", "transitions"),
    /** Child executions started by Distributed Maps; each is billed as a state transition. */
    CHILD_STARTS("Step Functions", "child starts"),
    /** Starts of Express executions. */
    EXPRESS_REQUESTS("Step Functions", "Express requests"),
    /** Memory of Express executions multiplied by time. */
    EXPRESS_GB_SECONDS("Step Functions", "Express GB-seconds"),
    /** Invocations of functions. */
    LAMBDA_REQUESTS("Lambda", "requests"),
    /** Memory of Arm functions multiplied by time. */
    LAMBDA_ARM64_GB_SECONDS("Lambda", "GB-seconds on arm64"),
    /** Memory of x86 functions multiplied by time. */
    LAMBDA_X86_GB_SECONDS("Lambda", "GB-seconds on x86_64"),
    /** DynamoDB write request units, on demand: 1 KB each. */
    DYNAMODB_WRITES("DynamoDB", "write units"),
    /** DynamoDB read request units, on demand: 4 KB each, strongly consistent. */
    DYNAMODB_READS("DynamoDB", "read units"),
    /** Storage of records in the table. */
    DYNAMODB_GB_MONTHS("DynamoDB", "GB-months"),
    /** PUT requests to S3. */
    S3_PUTS("S3", "PUT requests"),
    /** GET requests to S3. */
    S3_GETS("S3", "GET requests"),
    /** Storage of payloads in the bucket. */
    S3_GB_MONTHS("S3", "GB-months"),
    /** Logs of functions. */
    LOG_GB("CloudWatch Logs", "GB ingested");

    private final String service;
    private final String unit;

    Charge(String service, String unit) {
        this.service = service;
        this.unit = unit;
    }

    /** Returns the name of the AWS service. */
    public String service() {
        return service;
    }

    /** Returns the unit of the quantity. */
    public String unit() {
        return unit;
    }
}
