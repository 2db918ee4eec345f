package dev.anabranch.engine.execution;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import java.time.Duration;
import java.util.Set;

/**
 * What AWS limits. Every quota can be lifted; all are on by default so that what breaks there breaks here first.
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

    /** AWS's limits. */
    public static EngineQuotas aws() {
        return builder().build();
    }

    /** AWS's limits without some of them. */
    public static EngineQuotas without(Set<Quota> lifted) {
        Builder builder = builder();
        lifted.forEach(builder::lift);
        return builder.build();
    }

    /** A limit that can be lifted. */
    public enum Quota {
        /** 256 KiB for an input or output. */
        PAYLOAD,
        /** 25,000 events for a history. */
        HISTORY,
        /** 40 iterations of an inline Map at a time. */
        INLINE_CONCURRENCY,
        /** 10,000 children of a Map Run at a time. */
        CHILD_CONCURRENCY,
        /** 1 MiB for a definition. */
        DEFINITION,
        /** 256 KiB for a variable, 10 MiB for all. */
        VARIABLES,
        /** 5 minutes for an Express execution. */
        EXPRESS_DURATION
    }

    /** A builder that starts from AWS's limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** The most bytes of UTF-8 that an input or output may have: 256 KiB. */
    public long payloadBytes() {
        return payloadBytes;
    }

    /** The most events of a Standard execution's history: 25,000. */
    public long historyEvents() {
        return historyEvents;
    }

    /** The most iterations of an inline Map at a time: 40. */
    public int inlineConcurrency() {
        return inlineConcurrency;
    }

    /** The most children of a Map Run at a time: 10,000. */
    public int childConcurrency() {
        return childConcurrency;
    }

    /** Whether a definition is limited to 1 MiB. */
    public boolean definitionSize() {
        return definitionSize;
    }

    /** The most bytes of one variable, and of one Assign: 256 KiB. */
    public long variableBytes() {
        return variableBytes;
    }

    /** The most bytes of all variables of an execution: 10 MiB. */
    public long allVariablesBytes() {
        return allVariablesBytes;
    }

    /** How long an Express execution may run: 5 minutes. */
    public Duration expressDuration() {
        return expressDuration;
    }

    /**
     * The most events of an Express execution: one for each millisecond that it may run. AWS has no such limit, but needs longer than
     * that for a state; here a loop of states that wait for nothing would take all of its five minutes and all memory.
     */
    public long expressEvents() {
        return expressDuration.toMillis();
    }

    /** Changes single limits. */
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

        /** Inputs and outputs of any size. */
        public Builder anyPayload() {
            payloadBytes = Long.MAX_VALUE;
            return this;
        }

        /** Histories of any length. */
        public Builder anyHistory() {
            historyEvents = Long.MAX_VALUE;
            return this;
        }

        /** Any number of inline iterations at a time. */
        public Builder anyInlineConcurrency() {
            inlineConcurrency = Integer.MAX_VALUE;
            return this;
        }

        /** Any number of children at a time. */
        public Builder anyChildConcurrency() {
            childConcurrency = Integer.MAX_VALUE;
            return this;
        }

        /** Definitions of any size. */
        public Builder anyDefinition() {
            definitionSize = false;
            return this;
        }

        /** Variables of any size. */
        public Builder anyVariables() {
            variableBytes = Long.MAX_VALUE;
            allVariablesBytes = Long.MAX_VALUE;
            return this;
        }

        /** Express executions of any length. */
        public Builder anyExpressDuration() {
            expressDuration = Duration.ofDays(365);
            return this;
        }

        /** The quotas. */
        public EngineQuotas build() {
            return new EngineQuotas(this);
        }
    }
}
