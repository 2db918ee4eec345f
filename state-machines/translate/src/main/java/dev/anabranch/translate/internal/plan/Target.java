package dev.anabranch.translate.internal.plan;

/** The environment in which a state machine runs. A plan does not use features that its target lacks. */
public enum Target {

    /** AWS: the whole language. */
    AWS,

    /**
     * LocalStack 4.14.0, the last release that needs no token. It supports neither ItemBatcher, Express children,
     * JSONata in ResultWriter, JSONL, {@code $uuid} nor {@code $hash}. Therefore a Distributed Map starts one Standard
     * child for each item.
     */
    LOCALSTACK;

    /** Returns whether a Distributed Map can pass several items to one child execution. */
    public boolean hasItemBatcher() {
        return this == AWS;
    }

    /** Returns whether a JSONata expression can set where the results of a Distributed Map are written. */
    public boolean hasResultWriter() {
        return this == AWS;
    }
}
