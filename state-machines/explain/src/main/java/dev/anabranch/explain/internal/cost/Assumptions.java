package dev.anabranch.explain.internal.cost;

import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.quotas.internal.Retention;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;

/**
 * The assumptions of an estimate that are not part of a definition. Estimates have no failures, retries, cold starts or
 * cached results.
 *
 * @param actionMillis the duration of a task for one action, in milliseconds
 * @param invocationMillis the overhead of an invocation, in milliseconds: writing records and transitions of Step
 *     Functions. It is not billed by Lambda, because most of it is outside the function
 * @param resultBytes the size of a result, in bytes of JSON
 * @param itemBytes the size of an item of a fan-out's list, in bytes of JSON
 * @param arm64 true for functions on Arm, false for x86
 * @param expressMemoryMb the memory of an Express execution, in MB. AWS bills it in steps of 64 MB and derives it from
 *     the definition, the payload and the concurrency
 * @param mapRunMillis the overhead of a Map Run, in milliseconds
 * @param logBytes the size of an invocation's log, in bytes
 * @param retentionDays the retention of records and payloads, in days
 * @param concurrentFunctions the account's quota for concurrent functions; new accounts start with 10
 * @param transitionsPerSecond the account's quota for state transitions per second; new accounts start with a lower
 *     quota
 */
public record Assumptions(
        long actionMillis,
        long invocationMillis,
        long resultBytes,
        long itemBytes,
        boolean arm64,
        int expressMemoryMb,
        long mapRunMillis,
        long logBytes,
        int retentionDays,
        int concurrentFunctions,
        int transitionsPerSecond) {

    /** The default assumptions: tasks of 200 ms with small results. */
    public static final Assumptions DEFAULT = new Assumptions(
            200,
            50,
            200,
            200,
            true,
            128,
            7_000,
            500,
            Retention.RECORD_DAYS,
            LambdaQuotas.CONCURRENCY,
            StepFunctionsQuotas.TRANSITIONS_PER_SECOND);

    /** Throws {@link IllegalArgumentException} if a value is out of its bounds. */
    public Assumptions {
        require("actionMillis", actionMillis, 1, LambdaQuotas.TIMEOUT_SECONDS * 1_000L);
        require("invocationMillis", invocationMillis, 0, 10_000);
        require("resultBytes", resultBytes, 0, 1L << 30);
        require("itemBytes", itemBytes, 1, 1L << 30);
        require("expressMemoryMb", expressMemoryMb, 1, 4096);
        require("mapRunMillis", mapRunMillis, 0, 600_000);
        require("logBytes", logBytes, 0, 1L << 30);
        require("retentionDays", retentionDays, 0, 3650);
        require("functionsAtOnce", concurrentFunctions, 1, 1_000_000);
        require("transitionsPerSecond", transitionsPerSecond, 1, 1_000_000);
    }

    /** Returns a builder that starts with these values. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "The assumption " + name + " is " + value + "; it must be " + least + " to " + most + ".");
        }
    }

    /** A builder of assumptions. */
    public static final class Builder {
        private final Assumptions base;
        private long actionMillis;
        private long resultBytes;
        private long itemBytes;
        private boolean arm64;
        private int concurrentFunctions;
        private int transitionsPerSecond;

        private Builder(Assumptions base) {
            this.base = base;
            this.actionMillis = base.actionMillis;
            this.resultBytes = base.resultBytes;
            this.itemBytes = base.itemBytes;
            this.arm64 = base.arm64;
            this.concurrentFunctions = base.concurrentFunctions;
            this.transitionsPerSecond = base.transitionsPerSecond;
        }

        /** Sets the duration of a task for one action, in milliseconds, 1 to 1,800,000. */
        public Builder actionMillis(long millis) {
            actionMillis = millis;
            return this;
        }

        /** Sets the size of a result, in bytes of JSON. */
        public Builder resultBytes(long bytes) {
            resultBytes = bytes;
            return this;
        }

        /** Sets the size of an item of a list, in bytes of JSON. */
        public Builder itemBytes(long bytes) {
            itemBytes = bytes;
            return this;
        }

        /** Sets the architecture of functions: true for Arm, false for x86. */
        public Builder arm64(boolean arm) {
            arm64 = arm;
            return this;
        }

        /** Sets the account's quota for concurrent functions; 10 in a new account. */
        public Builder concurrentFunctions(int functions) {
            concurrentFunctions = functions;
            return this;
        }

        /** Sets the account's quota for state transitions per second. */
        public Builder transitionsPerSecond(int transitions) {
            transitionsPerSecond = transitions;
            return this;
        }

        /**
         * Returns the assumptions.
         *
         * @throws IllegalArgumentException if one of them is out of its bounds
         */
        public Assumptions build() {
            return new Assumptions(
                    actionMillis,
                    base.invocationMillis,
                    resultBytes,
                    itemBytes,
                    arm64,
                    base.expressMemoryMb,
                    base.mapRunMillis,
                    base.logBytes,
                    base.retentionDays,
                    concurrentFunctions,
                    transitionsPerSecond);
        }
    }
}
