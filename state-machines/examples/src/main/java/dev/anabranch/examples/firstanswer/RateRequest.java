package dev.anabranch.examples.firstanswer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exchange rate to ask for.
 *
 * @param currency the currency; {@code CHF} if null
 * @param down the providers that do not answer; {@code central-bank} if null
 */
public record RateRequest(
        @Nullable String currency, @Nullable List<String> down) {}
