package dev.anabranch.engine.execution;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import java.time.Duration;
import java.util.Set;

/**
 * The quotas of AWS. Each can be lifted. All apply by default, so that an execution that fails on AWS also fails in the
 * engine.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Quotas</a>
 */
public final class EngineQuotas {

    private final long payloadBytes;
    private final long historyEvents;
    private final int inlineConcurrency;
    private final int childConcurrency;
    private final boolean definitionSize;
    private final long variableBytes;
    private final long allVariablesBytes;
    private final Duration expressDuration;

    private EngineQuotas(Builder builder) {
        this.payloadBytes = builder.payloadBytes;
        this.historyEvents = builder.historyEvents;
        this.inlineConcurrency = builder.inlineConcurrency;
        this.childConcurrency = builder.childConcurrency;
        this.definitionSize = builder.definitionSize;
        this.variableBytes = builder.variableBytes;
        this.allVariablesBytes = builder.allVariablesBytes;
        this.expressDuration = builder.expressDuration;
    }

    /** Returns all quotas of AWS. */
    public static EngineQuotas aws() {
        return builder().build();
    }

    /** Returns the quotas of AWS without the given ones. */
    public static EngineQuotas without(Set<Quota> lifted) {
        Builder builder = builder();
        lifted.forEach(builder::lift);
        return builder.build();
    }

    /** A quota that can be lifted. */
    public enum Quota {
        /** 256 KiB for an input or output. */
        PAYLOAD,
        /** 25,000 events for a history. */
        HISTORY,
        /** 40 concurrent iterations of an inline Map. */
        INLINE_CONCURRENCY,
        /** 10,000 concurrent children of a Map Run. */
        CHILD_CONCURRENCY,
        /** 1 MiB for a definition. */
        DEFINITION,
        /** 256 KiB for a variable, 10 MiB for all variables. */
        VARIABLES,
        /** 5 minutes for an Express execution. */
        EXPRESS_DURATION
    }

    /** Returns a builder with the quotas of AWS. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the maximum size of an input or output in bytes of UTF-8. AWS: 256 KiB. */
    public long payloadBytes() {
        return payloadBytes;
    }

    /** Returns the maximum number of events in the history of a Standard execution. AWS: 25,000. */
    public long historyEvents() {
        return historyEvents;
    }

    /** Returns the maximum number of concurrent iterations of an inline Map. AWS: 40. */
    public int inlineConcurrency() {
        return inlineConcurrency;
    }

    /** Returns the maximum number of concurrent children of a Map Run. AWS: 10,000. */
    public int childConcurrency() {
        return childConcurrency;
    }

    /** Returns true if a definition is limited to 1 MiB. */
    public boolean definitionSize() {
        return definitionSize;
    }

    /** Returns the maximum size in bytes of one variable, and of one Assign field. AWS: 256 KiB. */
    public long variableBytes() {
        return variableBytes;
    }

    /** Returns the maximum size in bytes of all variables of an execution. AWS: 10 MiB. */
    public long allVariablesBytes() {
        return allVariablesBytes;
    }

    /** Returns the maximum duration of an Express execution. AWS: 5 minutes. */
    public Duration expressDuration() {
        return expressDuration;
    }

    /**
     * Returns the maximum number of events of an Express execution: one for each millisecond of its maximum duration.
     * AWS has no such quota. It stops a loop of states that never wait, which would otherwise use all memory within
     * five minutes.
     */
    public long expressEvents() {
        return expressDuration.toMillis();
    }

    /** Builds quotas. */
    public static final class Builder {

        private long payloadBytes = StepFunctionsQuotas.PAYLOAD_BYTES;
        private long historyEvents = StepFunctionsQuotas.HISTORY_EVENTS;
        private int inlineConcurrency = StepFunctionsQuotas.INLINE_CONCURRENCY;
        private int childConcurrency = StepFunctionsQuotas.CHILD_CONCURRENCY;
        private boolean definitionSize = true;
        private long variableBytes = StepFunctionsQuotas.VARIABLE_BYTES;
        private long allVariablesBytes = StepFunctionsQuotas.VARIABLES_BYTES;
        private Duration expressDuration = Duration.ofSeconds(StepFunctionsQuotas.EXPRESS_SECONDS);

        private Builder() {}

        private void lift(Quota quota) {
            switch (quota) {
                case PAYLOAD -> anyPayload();
                case HISTORY -> anyHistory();
                case INLINE_CONCURRENCY -> anyInlineConcurrency();
                case CHILD_CONCURRENCY -> anyChildConcurrency();
                case DEFINITION -> anyDefinition();
                case VARIABLES -> anyVariables();
                case EXPRESS_DURATION -> anyExpressDuration();
            }
        }

        /** Lifts the limit on the size of inputs and outputs. */
        public Builder anyPayload() {
            payloadBytes = Long.MAX_VALUE;
            return this;
        }

        /** Lifts the limit on the length of histories. */
        public Builder anyHistory() {
            historyEvents = Long.MAX_VALUE;
            return this;
        }

        /** Lifts the limit on concurrent inline iterations. */
        public Builder anyInlineConcurrency() {
            inlineConcurrency = Integer.MAX_VALUE;
            return this;
        }

        /** Lifts the limit on concurrent children. */
        public Builder anyChildConcurrency() {
            childConcurrency = Integer.MAX_VALUE;
            return this;
        }

        /** Lifts the limit on the size of definitions. */
        public Builder anyDefinition() {
            definitionSize = false;
            return this;
        }

        /** Lifts the limits on the size of variables. */
        public Builder anyVariables() {
            variableBytes = Long.MAX_VALUE;
            allVariablesBytes = Long.MAX_VALUE;
            return this;
        }

        /** Lifts the limit on the duration of Express executions; 365 days remain. */
        public Builder anyExpressDuration() {
            expressDuration = Duration.ofDays(365);
            return this;
        }

        /** Returns the quotas. */
        public EngineQuotas build() {
            return new EngineQuotas(this);
        }
    }
}
