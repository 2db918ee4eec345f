package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.graph.NearestName;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Explains why a command found nothing for its options {@code --items} or {@code --label}. */
public final class MissingItems {

    /** The maximum number of actions that are searched for other labels. */
    private static final int MOST_ACTIONS = 10_000;

    private static final int MOST_NAMED = 5;

    private final RunClient client;
    private final String run;
    private final Optional<String> node;

    /** @param node the node whose actions the command reads; empty for all nodes */
    public MissingItems(RunClient client, String run, Optional<String> node) {
        this.client = client;
        this.run = run;
        this.node = node;
    }

    /**
     * Has no effect if the options are absent, or if an action of these items has started: then another option, such as
     * a status, has left it out.
     *
     * @throws UsageError if no action has such an item
     */
    public void check(ItemsOption items) {
        if (!items.isGiven() || exists(items)) {
            return;
        }
        if (items.label().isPresent()) {
            throw unknownLabel(items.label().get());
        }
        List<IndexRange> ranges = items.ranges();
        Optional<Long> width = width(ranges);
        boolean maySoonStart = !client.get(run).status().ended()
                && width.map(count -> ranges.stream().anyMatch(range -> range.first() < count))
                        .orElse(true);
        if (!maySoonStart) {
            String which = ranges.stream().map(IndexRange::toString).collect(Collectors.joining(", "));
            throw new UsageError("In the run `" + run + "`, no action" + ofNode() + " with the items " + which
                    + " has started."
                    + width.map(this::known).orElse(" Without `--items`, all actions are listed."));
        }
    }

    private boolean exists(ItemsOption items) {
        ActionFilter same = new ActionFilter(node, "", Optional.empty(), items.ranges(), items.label());
        try (Stream<ClientAction> actions = client.actions(run, same, 1)) {
            return actions.findAny().isPresent();
        }
    }

    private UsageError unknownLabel(String label) {
        Set<String> labels = labels();
        String start = "There is no item with the label " + ItemLabels.quoted(label) + ofNode(" at") + " in the run `"
                + run + "`";
        if (labels.isEmpty()) {
            return new UsageError(start + ", because none of its items has a label. Select items with `--items`, or"
                    + " name them with `label(...)` in the workflow.");
        }
        String some = labels.stream().limit(MOST_NAMED).map(ItemLabels::quoted).collect(Collectors.joining(", "));
        return new UsageError(start + "." + NearestName.hint(label, labels)
                + (labels.size() > MOST_NAMED ? " Some of its labels are " : " Its labels are ") + some + ".");
    }

    private Set<String> labels() {
        ActionFilter all = new ActionFilter(node, "", Optional.empty(), List.of());
        try (Stream<ClientAction> actions = client.actions(run, all, MOST_ACTIONS)) {
            return actions.map(ClientAction::label)
                    .filter(name -> !name.isEmpty())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    /** Returns the number of items of the node; empty if it is not known, as for nested items. */
    private Optional<Long> width(List<IndexRange> ranges) {
        boolean nested = ranges.stream().anyMatch(range -> range.depth() > 1);
        return nested ? Optional.empty() : node.map(name -> client.widths(run).get(name));
    }

    private String known(long width) {
        return width == 0
                ? " It has no items."
                : " It has " + width + (width == 1 ? " item, 0." : " items, from 0 to " + (width - 1) + ".");
    }

    private String ofNode() {
        return ofNode(" of");
    }

    private String ofNode(String preposition) {
        return node.map(name -> preposition + " `" + name + "`").orElse("");
    }
}
