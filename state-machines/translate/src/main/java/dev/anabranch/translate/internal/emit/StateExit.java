package dev.anabranch.translate.internal.emit;

import dev.anabranch.workflow.internal.graph.Expr;
import java.util.List;

/** What follows a fragment of a machine. */
sealed interface StateExit {

    /** The state that runs next. */
    record To(String state) implements StateExit {}

    /** The end of a machine, branch or iteration with the output {@code {}}. */
    record Nothing() implements StateExit {}

    /** The end of a machine that returns a value. */
    record Return(Expr expr) implements StateExit {}

    /** The end of a parallel branch that returns the results of some of its nodes. */
    record Exports(List<String> nodes) implements StateExit {
        /** Copies the list. */
        public Exports {
            nodes = List.copyOf(nodes);
        }
    }
}
