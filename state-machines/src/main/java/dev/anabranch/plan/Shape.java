package dev.anabranch.plan;

import dev.anabranch.graph.Node;
import java.util.List;

/** The order in which the nodes of a scope run. */
public sealed interface Shape {

    /** One node. */
    record Step(Node node) implements Shape {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.step(this);
        }
    }

    /** One after the other; empty for nothing. */
    record InOrder(List<Shape> parts) implements Shape {
        /** Copies the list. */
        public InOrder {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.inOrder(this);
        }
    }

    /** Side by side: at least two. */
    record SideBySide(List<Shape> branches) implements Shape {
        /** Copies the list. */
        public SideBySide {
            branches = List.copyOf(branches);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sideBySide(this);
        }
    }

    /** Calls the method for this variant. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each variant. */
    interface Visitor<R> {
        /** One node. */
        R step(Step step);

        /** A sequence. */
        R inOrder(InOrder inOrder);

        /** Branches. */
        R sideBySide(SideBySide sideBySide);
    }
}
