package dev.anabranch.examples.montecarlopi;

/** The numbers of points, and of points in the circle. */
public record Tally(long samples, long inside) {

    Tally plus(Tally other) {
        return new Tally(samples + other.samples, inside + other.inside);
    }
}
