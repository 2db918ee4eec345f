package dev.anabranch.runs.internal.action;

import dev.anabranch.runtime.internal.record.ActionRecord;
import java.util.List;

/**
 * One action of a run.
 *
 * @param node its node
 * @param path its indexes joined by dots; empty outside any fan-out
 * @param record what is known of it
 * @param spent true where it has had all attempts that it may have, or another cannot help
 * @param tolerated true where its failure is data
 * @param input where its input is; none where the run's graph does not say
 */
public record RunAction(
        String node, String path, ActionRecord record, boolean spent, boolean tolerated, List<InputPlace> input) {

    /** Copies the list. */
    public RunAction {
        input = List.copyOf(input);
    }
}
