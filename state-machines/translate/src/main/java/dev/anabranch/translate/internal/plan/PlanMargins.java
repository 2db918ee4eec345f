package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;

/** How much of AWS's quotas plans leave unused, and for what. */
public final class PlanMargins {

    /** The most items of a child's batch, in bytes: its input without what is the same for all items. */
    public static final int SHARD_BYTES = StepFunctionsQuotas.PAYLOAD_BYTES - 16 * 1024;

    /** The largest definition, in bytes. AWS's documentation says 1 MB, its API accepts 1 MiB. */
    public static final int DEFINITION_BYTES = 1_000_000;

    /** The bytes of a payload that are not values: the run, names, indexes, and the message of an error. */
    public static final int PAYLOAD_RESERVE_BYTES = 16 * 1024;

    /** The minimum share of a value in a payload, in bytes, so that a reference always fits. */
    public static final int REFERENCE_BYTES = 1024;

    /** Events for the start, the end and the record of a failure. */
    public static final int HISTORY_RESERVE_EVENTS = 500;

    /** Seconds of an Express shard for its own states and the records of failures. */
    public static final int EXPRESS_RESERVE_SECONDS = 20;

    private PlanMargins() {}
}
