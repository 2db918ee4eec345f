package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;

/** The order in which the nodes of a scope run. */
public sealed interface ExecutionOrder {

    /** One node. */
    record Step(Node node) implements ExecutionOrder {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.step(this);
        }
    }

    /** One after the other; empty for nothing. */
    record InOrder(List<ExecutionOrder> parts) implements ExecutionOrder {
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
    record SideBySide(List<ExecutionOrder> branches) implements ExecutionOrder {
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
