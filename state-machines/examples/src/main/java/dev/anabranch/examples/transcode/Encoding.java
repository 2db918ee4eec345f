package dev.anabranch.examples.transcode;

import org.jspecify.annotations.Nullable;

/**
 * What the encoder reports at the end.
 *
 * @param address the address of the transcoded video; null if it is lost
 * @param seconds the duration of the video
 */
public record Encoding(@Nullable String address, int seconds) {

    /** The encoder has not reported in time. */
    static final Encoding LOST = new Encoding(null, 0);
}
