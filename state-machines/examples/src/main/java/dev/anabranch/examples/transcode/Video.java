package dev.anabranch.examples.transcode;

import org.jspecify.annotations.Nullable;

/**
 * A video to transcode.
 *
 * @param number its number in the run, from 1
 * @param address its address
 * @param inbox the folder from which the encoder takes its jobs; null if there is no encoder
 */
public record Video(int number, String address, @Nullable String inbox) {}
