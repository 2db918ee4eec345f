package dev.anabranch.examples.recordpipeline;

/**
 * A processed unit.
 *
 * @param seal the beginning of its hash, in hexadecimal digits
 */
public record ProcessedUnit(String unit, String seal) {}
