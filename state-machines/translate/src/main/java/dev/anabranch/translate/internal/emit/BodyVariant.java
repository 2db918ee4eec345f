package dev.anabranch.translate.internal.emit;

/**
 * Which copy of a body this is. A body is written twice where its fan-out can run in both modes, and state names must be unique in
 * the whole machine.
 *
 * @param modes one letter for each enclosing fan-out, outermost first: {@code i} inline, {@code d} distributed
 */
record BodyVariant(String modes) {

    /** Outside any fan-out. */
    static final BodyVariant ORIGINAL = new BodyVariant("");

    BodyVariant inline() {
        return new BodyVariant(modes + "i");
    }

    BodyVariant distributed() {
        return new BodyVariant(modes + "d");
    }

    /** A name in this copy. Where everything is inline it is the name itself. */
    String name(String wish) {
        return modes.contains("d") ? wish + " [" + modes + "]" : wish;
    }

    /** The name of the state of a node, whose own name is set aside for the copy where everything is inline. */
    String state(StateNames names, String node) {
        return modes.contains("d") ? names.state(name(node), node) : node;
    }
}
