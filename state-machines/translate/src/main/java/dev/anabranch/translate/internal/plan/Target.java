package dev.anabranch.translate.internal.plan;

/** Where a state machine is to run. The workflow is the same everywhere; a plan leaves out what its target lacks. */
public enum Target {

    /** AWS: all of the language. */
    AWS,

    /**
     * LocalStack 4.14.0, the last release that needs no token. It has neither ItemBatcher nor Express children, its ResultWriter cannot be
     * told by JSONata where to write, it reads no JSONL, and it knows neither {@code $uuid} nor {@code $hash}. So a Distributed Map starts a
     * Standard child for each item.
     */
    LOCALSTACK;

    /** Whether a Distributed Map can hand several items to one child execution. */
    public boolean hasItemBatcher() {
        return this == AWS;
    }

    /** Whether the results of a Distributed Map can be written to where an expression says; LocalStack's grammar has JSONPath there. */
    public boolean hasResultWriter() {
        return this == AWS;
    }
}
