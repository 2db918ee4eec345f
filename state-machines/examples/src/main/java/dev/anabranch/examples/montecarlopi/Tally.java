package dev.anabranch.examples.montecarlopi;

/** Points thrown, and how many of them fell into the circle. */
public record Tally(long samples, long inside) {

    Tally plus(Tally other) {
        return new Tally(samples + other.samples, inside + other.inside);
    }
}
