package dev.anabranch.embedded.internal.local;

/**
 * The disk has refused the writes of a data folder for too long. The message names the folder, the reason and what to
 * do.
 */
public final class DiskRefusesWrites extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DiskRefusesWrites(String message) {
        super(message);
    }
}
