package dev.anabranch.client.internal;

import dev.anabranch.runs.internal.api.RunApi;
import java.util.Locale;

/** An input that is too large for the run API. */
public final class InputTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final double MEBIBYTE = 1024.0 * 1024;

    /**
     * Checks the limit of the run API, also for runs that are started without it.
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
                "The input has %.1f MiB, but must have at most %.0f MiB. Store the data where the tasks can read it, such as in"
                        + " S3, and pass its address.",
                bytes / MEBIBYTE,
                most / MEBIBYTE));
    }
}
