package dev.anabranch.client.internal;

import dev.anabranch.runs.internal.api.RunApi;
import java.util.Locale;

/** A run cannot be started through the API with so large an input. */
public final class InputTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final double MEBIBYTE = 1024.0 * 1024;

    /**
     * Refuses what the run API would refuse, wherever the run is started.
     *
     * @param body the body of the request that starts the run
     */
    public static void check(byte[] body) {
        if (body.length > RunApi.LARGEST_BODY) {
            throw new InputTooLarge(body.length, RunApi.LARGEST_BODY);
        }
    }

    private InputTooLarge(long bytes, long most) {
        super(String.format(
                Locale.ROOT,
                "The input has %.1f MiB, but the run API takes no more than %.0f MiB. Put the data where the tasks can read it,"
                        + " such as S3, and give the run its address.",
                bytes / MEBIBYTE,
                most / MEBIBYTE));
    }
}
