package dev.anabranch.translate.internal.emit;

/**
 * Identifies one of the variants of a body. A body is written twice if its fan-out can run in both modes, and state
 * names must be unique in the whole machine.
 *
 * @param modes one letter for each enclosing fan-out, outermost first: {@code i} for inline, {@code d} for distributed
 */
record BodyVariant(String modes) {

    /** The variant outside all fan-outs. */
    static final BodyVariant ORIGINAL = new BodyVariant("");

    BodyVariant inline() {
        return new BodyVariant(modes + "i");
    }

    BodyVariant distributed() {
        return new BodyVariant(modes + "d");
    }

    /** Returns whether the body runs in child executions, of which it is the outermost scope. */
    boolean isChild() {
        return modes.endsWith("d");
    }

    /** Returns a name for a state of this variant: the name itself if all modes are inline. */
    String name(String preferred) {
        return modes.contains("d") ? preferred + " [" + modes + "]" : preferred;
    }

    /**
     * Returns the name of a node's state. The node's own name is reserved for the variant in which all modes are
     * inline.
     */
    String state(StateNames names, String node) {
        return modes.contains("d") ? names.state(name(node), node) : node;
    }
}
