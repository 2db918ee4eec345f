package dev.anabranch.examples.tripbooking;

import org.jspecify.annotations.Nullable;

/**
 * The trip to book.
 *
 * @param city the destination; {@code Oslo} if null
 * @param soldOut the part that cannot be booked: {@code flight}, {@code hotel} or {@code car}; none if null
 */
public record TripRequest(@Nullable String city, @Nullable String soldOut) {}
