package dev.anabranch.translate.internal.emit;

import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;

/**
 * Where a child execution notes the action that fails it, because a Map Run does not report the errors of its children:
 * in the records from which the failure is read outside. These are the records that would be written as missed after
 * the failure, or an item beside the record of the call for failures of the run. The first note counts.
 *
 * @param nodes the nodes of the records
 * @param scope the frame of the scope that catches the failure
 * @param single the sort key of a record outside all fan-outs
 */
record FailureNote(List<String> nodes, ScopeFrame scope, String single) {

    /** Creates a note for the records of actions. */
    static FailureNote of(List<String> nodes, ScopeFrame scope) {
        return new FailureNote(nodes, scope, RecordKey.SINGLE);
    }

    /** Creates a note for the call for failures of the run. */
    static FailureNote of(Node.Call onFailure) {
        return new FailureNote(List.of(onFailure.id()), ScopeFrame.ROOT, RecordKey.FAILURE);
    }
}
