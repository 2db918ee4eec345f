package dev.anabranch.explain.internal.cost;

import java.math.BigDecimal;
import java.net.URI;

/**
 * A price.
 *
 * @param dollars the price of {@code per} units, in US dollars
 * @param per the number of units
 * @param source the page of AWS that lists the price
 */
public record Price(BigDecimal dollars, long per, URI source) {

    /** Returns the exact cost of {@code quantity} units. */
    public BigDecimal of(BigDecimal quantity) {
        // The divisors are powers of ten, so the division is exact.
        return quantity.multiply(dollars).divide(BigDecimal.valueOf(per));
    }
}
