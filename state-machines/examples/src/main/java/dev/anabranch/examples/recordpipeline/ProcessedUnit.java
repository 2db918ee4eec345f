package dev.anabranch.examples.recordpipeline;

/**
 * A unit that has been processed.
 *
 * @param seal the beginning of a hash, in hexadecimal digits
 */
public record ProcessedUnit(String unit, String seal) {}
