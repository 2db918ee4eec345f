package dev.anabranch.explain.internal.cost;

/** Something that AWS bills by quantity. The unit is that of a quantity of one. */
public enum Charge {
    /** A state of a Standard execution was entered. */
    TRANSITIONS("Step Functions", "transitions"),
    /** A Distributed Map started a child execution; billed as a state transition. */
    CHILD_STARTS("Step Functions", "child starts"),
    /** An Express execution was started. */
    EXPRESS_REQUESTS("Step Functions", "Express requests"),
    /** Memory of Express executions over time. */
    EXPRESS_GB_SECONDS("Step Functions", "Express GB-seconds"),
    /** A function was invoked. */
    LAMBDA_REQUESTS("Lambda", "requests"),
    /** Memory of functions on Arm over time. */
    LAMBDA_ARM64_GB_SECONDS("Lambda", "GB-seconds on arm64"),
    /** Memory of functions on x86 over time. */
    LAMBDA_X86_GB_SECONDS("Lambda", "GB-seconds on x86_64"),
    /** DynamoDB write request units, on demand: 1 KB each. */
    DYNAMODB_WRITES("DynamoDB", "write units"),
    /** DynamoDB read request units, on demand: 4 KB each, strongly consistent. */
    DYNAMODB_READS("DynamoDB", "read units"),
    /** Records of actions that stay in the table. */
    DYNAMODB_GB_MONTHS("DynamoDB", "GB-months"),
    /** Objects put. */
    S3_PUTS("S3", "PUT requests"),
    /** Objects got. */
    S3_GETS("S3", "GET requests"),
    /** Payloads that stay in the bucket. */
    S3_GB_MONTHS("S3", "GB-months"),
    /** What functions write into their logs. */
    LOG_GB("CloudWatch Logs", "GB ingested");

    private final String service;
    private final String unit;

    Charge(String service, String unit) {
        this.service = service;
        this.unit = unit;
    }

    /** The AWS service that bills it, as people call it. */
    public String service() {
        return service;
    }

    /** What is counted. */
    public String unit() {
        return unit;
    }
}
