package dev.anabranch.quotas.internal;

/** The retention of the data of runs. */
public final class Retention {

    /** The retention of records of actions and runs, and of results in the cache, in days. */
    public static final int RECORD_DAYS = 30;

    private Retention() {}
}
