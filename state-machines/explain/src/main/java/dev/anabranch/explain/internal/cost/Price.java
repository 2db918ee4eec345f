package dev.anabranch.explain.internal.cost;

import java.math.BigDecimal;
import java.net.URI;

/**
 * What a quantity costs.
 *
 * @param dollars the price in US dollars
 * @param per of how many units
 * @param source the page of AWS that says so
 */
public record Price(BigDecimal dollars, long per, URI source) {

    /** What {@code quantity} units cost, exactly. */
    public BigDecimal of(BigDecimal quantity) {
        // The divisors are powers of ten, so this terminates.
        return quantity.multiply(dollars).divide(BigDecimal.valueOf(per));
    }
}
