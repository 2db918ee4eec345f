package dev.anabranch.explain.internal.diagram;

import java.util.List;

/**
 * What is drawn, whatever the format: boxes, in frames where they belong together, and arrows between them.
 *
 * @param title of the whole
 * @param root what is outermost
 * @param arrows from box to box, by id
 */
record Drawing(String title, Frame root, List<Arrow> arrows) {

    Drawing {
        arrows = List.copyOf(arrows);
    }

    /** A box or a frame. */
    public sealed interface Part {
        String id();
    }

    /** What a box stands for. */
    enum Kind {
        INPUT,
        OUTPUT,
        CALL,
        /** A fan-out of one task. */
        STACK,
        CONDITION
    }

    /** A box with a label of one or two lines; the second is smaller. */
    record Box(String id, Kind kind, String label, String detail) implements Part {}

    /** What a frame stands for. */
    enum FrameKind {
        ROOT,
        GROUP,
        /** The body of a fan-out of several steps. */
        BODY,
        /** One side of a conditional. */
        SIDE
    }

    /** Parts that belong together. */
    record Frame(String id, FrameKind kind, String label, List<Part> parts) implements Part {
        Frame {
            parts = List.copyOf(parts);
        }
    }

    /**
     * An arrow.
     *
     * @param label what it says; empty for nothing
     * @param ordering true where it only orders, and carries no value
     */
    record Arrow(String from, String to, String label, boolean ordering) {}
}
