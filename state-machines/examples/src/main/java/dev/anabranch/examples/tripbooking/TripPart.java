package dev.anabranch.examples.tripbooking;

/**
 * One part of a trip.
 *
 * @param trip the trip
 * @param name {@code flight}, {@code hotel} or {@code car}
 */
public record TripPart(TripRequest trip, String name) {}
