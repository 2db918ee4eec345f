package dev.anabranch.examples.fanoutfanin;

import org.jspecify.annotations.Nullable;

/**
 * How much work there is for the branches.
 *
 * @param count how many greetings, 0 to 10,000; 8 unless told
 */
public record FanOutFanInInput(@Nullable Long count) {}
