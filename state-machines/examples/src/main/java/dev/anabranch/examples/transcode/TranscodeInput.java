package dev.anabranch.examples.transcode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The videos to transcode.
 *
 * @param videos the addresses of the videos; none if null
 * @param inbox the existing folder from which the encoder takes its jobs; null if there is no encoder
 */
public record TranscodeInput(
        @Nullable List<String> videos, @Nullable String inbox) {}
