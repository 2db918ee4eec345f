package dev.anabranch.explain.internal.diagram;

import java.util.List;

/**
 * A drawing, independent of the format: nested frames of boxes, and arrows between boxes.
 *
 * @param title the title of the drawing
 * @param root the outermost frame
 * @param arrows the arrows between boxes, by their ids
 */
public record Drawing(String title, Frame root, List<Arrow> arrows) {

    /** Copies the list. */
    public Drawing {
        arrows = List.copyOf(arrows);
    }

    /** A box or a frame. */
    public sealed interface Part {
        /** Returns the id, unique in the drawing. */
        String id();
    }

    /** The kind of a box. */
    public enum Kind {
        /** The input of the run. */
        INPUT,
        /** The output of the run. */
        OUTPUT,
        /** A call of a task. */
        CALL,
        /** A fan-out over one task. */
        STACK,
        /** The condition of a conditional. */
        CONDITION,
        /** A wait for a time or an answer. */
        WAIT
    }

    /** A box with a label and a smaller detail, which may be empty or have several lines. */
    public record Box(String id, Kind kind, String label, String detail) implements Part {}

    /** The kind of a frame. */
    public enum FrameKind {
        /** The whole drawing. */
        ROOT,
        /** A group without a meaning for execution. */
        GROUP,
        /** The body of a fan-out with several steps. */
        BODY,
        /** One branch of a conditional. */
        SIDE
    }

    /** A group of parts. */
    public record Frame(String id, FrameKind kind, String label, List<Part> parts) implements Part {
        /** Copies the list. */
        public Frame {
            parts = List.copyOf(parts);
        }
    }

    /**
     * An arrow.
     *
     * @param label the text at the arrow; empty for none
     * @param ordering true if the arrow is only a wait and passes no value
     */
    public record Arrow(String from, String to, String label, boolean ordering) {}
}
