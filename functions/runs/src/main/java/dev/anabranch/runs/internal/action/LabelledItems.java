package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.NearestName;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.graph.RunRefused.Reason;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.PathSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The items of a run with a label. The labels are in the records of actions, so items that have not started are not
 * found, and all records of the searched nodes are read.
 */
public final class LabelledItems {

    /** The maximum number of other labels that are compared with one that was not found. */
    private static final int MOST_OTHERS = 10_000;

    private final String label;
    private final Map<String, PathSet> items = new LinkedHashMap<>();
    private final List<List<Long>> actions = new ArrayList<>();
    private final Set<String> others = new TreeSet<>();

    private LabelledItems(String label) {
        this.label = label;
    }

    /**
     * Finds items.
     *
     * @param nodes the calls in fan-outs whose records are read
     * @throws RunRefused if no item has the label; the message names one that is similar
     */
    public static LabelledItems find(
            RunGraph graph, RunWalk walk, Collection<Vertex> nodes, String label, String runId) {
        LabelledItems found = new LabelledItems(label);
        for (Vertex node : nodes) {
            List<String> fanOuts = graph.fanOuts(node.id());
            walk.everyBlock(node, (records, parents, end) -> {
                records.forEach(record -> found.add(record, RunWalk.indexes(parents, record.key()), fanOuts));
                return true;
            });
        }
        if (found.items.isEmpty()) {
            throw new RunRefused(Reason.UNKNOWN_ITEM, found.unknown(runId));
        }
        return found;
    }

    /** Returns the indexes of the items, by the fan-out that they belong to. */
    public Map<String, PathSet> items() {
        return items;
    }

    /** Returns the indexes of the actions of the items. */
    public List<List<Long>> actions() {
        return actions;
    }

    private void add(ActionRecord record, List<Long> path, List<String> fanOuts) {
        ItemLabels labels = record.labels();
        if (labels.has(label)) {
            actions.add(path);
            int level = labels.levels().indexOf(ItemLabels.cut(label));
            int depth = level < 0 ? path.size() : level + 1;
            items.computeIfAbsent(fanOuts.get(depth - 1), fanOut -> new PathSet())
                    .add(path.subList(0, depth));
        } else if (others.size() < MOST_OTHERS) {
            labels.levels().stream().filter(other -> !other.isEmpty()).forEach(others::add);
        }
    }

    private String unknown(String runId) {
        String start = "There is no item with the label " + ItemLabels.quoted(label) + " in run `" + runId + "`";
        return others.isEmpty()
                ? start + ", because none of its items has a label. Select items by their indexes, or name them with"
                        + " `label(...)` in the workflow."
                : start + "." + NearestName.hint(label, others)
                        + " Items that have not started can only be selected by their indexes.";
    }
}
