package dev.anabranch.translate.internal.emit;

import dev.anabranch.workflow.internal.graph.Expr;
import java.util.List;

/** What comes after a piece of a machine. */
sealed interface StateExit {

    /** Another state. */
    record To(String state) implements StateExit {}

    /** The end of a machine, branch or iteration that is worth nothing: its output is {@code {}}. */
    record Nothing() implements StateExit {}

    /** The end of a machine that is worth a value. */
    record Worth(Expr expr) implements StateExit {}

    /** The end of a branch that hands on what some of its nodes returned. */
    record Exports(List<String> nodes) implements StateExit {
        /** Copies the list. */
        public Exports {
            nodes = List.copyOf(nodes);
        }
    }
}
