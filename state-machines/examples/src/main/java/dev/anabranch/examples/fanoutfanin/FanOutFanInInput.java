package dev.anabranch.examples.fanoutfanin;

import org.jspecify.annotations.Nullable;

/**
 * The number of items.
 *
 * @param count the number of greetings, 0 to 10,000; 8 by default
 */
public record FanOutFanInInput(@Nullable Long count) {}
