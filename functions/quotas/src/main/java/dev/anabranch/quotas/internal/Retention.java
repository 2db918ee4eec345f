package dev.anabranch.quotas.internal;

/**
 * How long Anabranch keeps what runs leave behind.
 */
public final class Retention {

    /** Records of actions and runs, and results in the cache, in days after they were written. */
    public static final int RECORD_DAYS = 30;

    private Retention() {}
}
