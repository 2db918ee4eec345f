package dev.anabranch.examples.firstanswer;

/**
 * A question to a provider.
 *
 * @param provider the name of the provider
 * @param currency the currency
 * @param down whether the provider does not answer
 */
public record Query(String provider, String currency, boolean down) {}
