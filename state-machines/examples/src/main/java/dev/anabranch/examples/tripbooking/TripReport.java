package dev.anabranch.examples.tripbooking;

/**
 * The result.
 *
 * @param booked whether all parts are booked; if not, none is
 * @param summary the booked parts, or why the trip could not be booked
 */
public record TripReport(boolean booked, String summary) {}
