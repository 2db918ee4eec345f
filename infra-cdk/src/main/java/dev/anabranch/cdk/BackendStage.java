package dev.anabranch.cdk;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.RetentionDays;

/** What a deployment is for, which decides what becomes of its data. */
public enum BackendStage {
    /** To try things out: whoever destroys the stack destroys its data, and logs are kept for a week. */
    DEV(RemovalPolicy.DESTROY, RetentionDays.ONE_WEEK),

    /** For what counts: table, bucket and logs outlive the stack, the table cannot be deleted, and logs are kept for three months. */
    PROD(RemovalPolicy.RETAIN, RetentionDays.THREE_MONTHS);

    private final RemovalPolicy removal;
    private final RetentionDays logs;

    BackendStage(RemovalPolicy removal, RetentionDays logs) {
        this.removal = removal;
        this.logs = logs;
    }

    RemovalPolicy removal() {
        return removal;
    }

    RetentionDays logs() {
        return logs;
    }
}
