package dev.anabranch.examples.firstanswer;

/**
 * The answer of a provider.
 *
 * @param provider the name of the provider
 * @param currency the currency
 * @param rate how much of it one euro buys
 */
public record Quote(String provider, String currency, double rate) {}
