package dev.anabranch.explain.internal.cost;

import dev.anabranch.workflow.internal.quota.AwsQuotas;

/**
 * What no definition says, but bills depend on. There are no failures, no retries, no cold starts and no cached results.
 *
 * @param actionMillis how long a task works on an action, in milliseconds
 * @param invocationMillis how long an invocation takes beside that, in milliseconds: its records, and Step Functions' own hops. Not
 *     billed by Lambda, since most of it is outside the function
 * @param resultBytes the size of a result, in bytes of JSON
 * @param itemBytes the size of an item of a list that is fanned out over, in bytes of JSON
 * @param arm64 true for functions on Arm, false for x86
 * @param expressMemoryMb memory of an Express execution, in MB; AWS bills it in steps of 64 and derives it from the definition, the
 *     payload and what runs at once
 * @param mapRunMillis how long a Map Run takes beside its work, in milliseconds
 * @param logBytes what an invocation writes into its log, in bytes
 * @param retentionDays how long records and payloads are kept
 * @param concurrentFunctions how many functions the account may run at once; new accounts begin with 10
 * @param transitionsPerSecond how many state transitions a second Step Functions takes from the account; new accounts begin lower
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

    /** Tasks of a fifth of a second with small results. */
    public static final Assumptions DEFAULT =
            new Assumptions(200, 50, 200, 200, true, 128, 7_000, 500, 30, RateQuotas.FUNCTIONS, RateQuotas.TRANSITIONS);

    /** Refuses what cannot be. */
    public Assumptions {
        require("actionMillis", actionMillis, 1, AwsQuotas.FUNCTION_SECONDS * 1_000L);
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

    /** A builder that begins with these. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "The assumption " + name + " is " + value + ", but must be " + least + " to " + most + ".");
        }
    }

    /** Assumptions that differ from others in some. */
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

        /** How long a task works on an action, in milliseconds, 1 to 1,800,000. */
        public Builder actionMillis(long millis) {
            actionMillis = millis;
            return this;
        }

        /** The size of a result, in bytes of JSON. */
        public Builder resultBytes(long bytes) {
            resultBytes = bytes;
            return this;
        }

        /** The size of an item of a list, in bytes of JSON. */
        public Builder itemBytes(long bytes) {
            itemBytes = bytes;
            return this;
        }

        /** True for functions on Arm, false for x86. */
        public Builder arm64(boolean arm) {
            arm64 = arm;
            return this;
        }

        /** How many functions the account may run at once; 10 in a new account. */
        public Builder concurrentFunctions(int functions) {
            concurrentFunctions = functions;
            return this;
        }

        /** How many state transitions a second the account may have. */
        public Builder transitionsPerSecond(int transitions) {
            transitionsPerSecond = transitions;
            return this;
        }

        /**
         * The assumptions.
         *
         * @throws IllegalArgumentException when one is out of its bounds
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
