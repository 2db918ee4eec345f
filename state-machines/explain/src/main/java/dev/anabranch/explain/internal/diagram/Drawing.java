package dev.anabranch.explain.internal.diagram;

import java.util.List;

/**
 * A drawing, independent of the format: nested frames of boxes, and arrows between boxes.
 *
 * @param title the title of the drawing
 * @param root the outermost frame
 * @param arrows the arrows between boxes, by their ids
 */
record Drawing(String title, Frame root, List<Arrow> arrows) {

    Drawing {
        arrows = List.copyOf(arrows);
    }

    /** A box or a frame. */
    public sealed interface Part {
        String id();
    }

    /** The kind of a box. */
    enum Kind {
        INPUT,
        OUTPUT,
        CALL,
        /** A fan-out over one task. */
        STACK,
        CONDITION,
        WAIT
    }

    /** A box with a label and a smaller detail, which may be empty. */
    record Box(String id, Kind kind, String label, String detail) implements Part {}

    /** The kind of a frame. */
    enum FrameKind {
        ROOT,
        GROUP,
        /** The body of a fan-out with several steps. */
        BODY,
        /** One branch of a conditional. */
        SIDE
    }

    /** A group of parts. */
    record Frame(String id, FrameKind kind, String label, List<Part> parts) implements Part {
        Frame {
            parts = List.copyOf(parts);
        }
    }

    /**
     * An arrow.
     *
     * @param label the text at the arrow; empty for none
     * @param ordering true if the arrow is only a wait and passes no value
     */
    record Arrow(String from, String to, String label, boolean ordering) {}
}
