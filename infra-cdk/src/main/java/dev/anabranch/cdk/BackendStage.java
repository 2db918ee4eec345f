package dev.anabranch.cdk;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.RetentionDays;

/** The purpose of a deployment, which decides the retention of its data. */
public enum BackendStage {
    /** For development: destroying the stack destroys its data, and logs are kept for a week. */
    DEV(RemovalPolicy.DESTROY, RetentionDays.ONE_WEEK),

    /**
     * For production: table, bucket and logs of functions outlive the stack, the table has deletion protection, and logs
     * are kept for three months.
     */
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
