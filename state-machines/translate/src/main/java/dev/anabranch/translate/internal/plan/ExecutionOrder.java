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

    /** Parts that run one after the other; may be empty. */
    record InSequence(List<ExecutionOrder> parts) implements ExecutionOrder {
        /** Copies the list. */
        public InSequence {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.inSequence(this);
        }
    }

    /** At least two branches that run in parallel. */
    record InParallel(List<ExecutionOrder> branches) implements ExecutionOrder {
        /** Copies the list. */
        public InParallel {
            branches = List.copyOf(branches);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.inParallel(this);
        }
    }

    /** Calls the method for this variant. */
    <R> R accept(Visitor<R> visitor);

    /** One method for each variant. */
    interface Visitor<R> {
        /** One node. */
        R step(Step step);

        /** A sequence. */
        R inSequence(InSequence sequence);

        /** Parallel branches. */
        R inParallel(InParallel parallel);
    }
}
