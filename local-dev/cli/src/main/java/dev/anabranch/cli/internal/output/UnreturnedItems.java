package dev.anabranch.cli.internal.output;

import dev.anabranch.client.internal.ClientResult;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * The items of a node that have returned nothing: those that failed, were aborted, are running or have not started. Uses
 * a few bits per item.
 */
public final class UnreturnedItems {

    /** The maximum number of items or ranges of items that the text names for each status. */
    private static final int MOST_NAMED = 8;

    private final String node;
    private final Map<ActionStatus, Group> groups = new EnumMap<>(ActionStatus.class);
    private final BitSet known = new BitSet();
    private long read;
    private boolean isSingle;

    public UnreturnedItems(String node) {
        this.node = node;
    }

    /** Adds an action that has a record, in any order. */
    public void add(ClientResult result) {
        read++;
        String path = result.path();
        isSingle = path.isEmpty();
        boolean isFlat = !isSingle && path.indexOf('.') < 0;
        if (isFlat) {
            known.set(Integer.parseInt(path));
        }
        if (result.status() != ActionStatus.SUCCEEDED && result.status() != ActionStatus.CACHED) {
            groups.computeIfAbsent(result.status(), status -> new Group()).add(path, isFlat);
        }
    }

    /** Returns the number of actions that were added. */
    public long read() {
        return read;
    }

    /** Returns whether an action that was added has failed. */
    public boolean hasFailed() {
        return groups.containsKey(ActionStatus.FAILED);
    }

    /**
     * Returns the items as a sentence, such as {@code 3 of 12 items of `classify` have no result: 2 failed (3, 8), 1 not
     * started (11).}; empty if all have returned.
     *
     * @param width the number of items of the fan-out; empty if it is not known, as for nested ones
     * @param selected the items that were read
     */
    public Optional<String> text(Optional<Long> width, LongPredicate selected) {
        Group missing = new Group();
        for (long index = 0; index < width.orElse(0L); index++) {
            if (selected.test(index) && !known.get((int) index)) {
                missing.add(Long.toString(index), true);
            }
        }
        List<String> parts = new ArrayList<>();
        groups.forEach((status, group) -> parts.add(group.text(status.name().toLowerCase(Locale.ROOT))));
        if (missing.count > 0) {
            parts.add(missing.text("not started"));
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        if (isSingle) {
            return Optional.of("`" + node + "` has no result: " + String.join(", ", parts) + ".");
        }
        long count = missing.count
                + groups.values().stream().mapToLong(group -> group.count).sum();
        long all = read + missing.count;
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d of %,d item%s of `%s` %s no result: %s.",
                count,
                all,
                all == 1 ? "" : "s",
                node,
                count == 1 ? "has" : "have",
                String.join(", ", parts)));
    }

    /** The items with one status. */
    private static final class Group {
        private final BitSet flat = new BitSet();
        private final List<String> nested = new ArrayList<>();
        private long count;

        void add(String path, boolean isFlat) {
            count++;
            if (isFlat) {
                flat.set(Integer.parseInt(path));
            } else if (!path.isEmpty() && nested.size() < MOST_NAMED) {
                nested.add(path);
            }
        }

        String text(String status) {
            List<String> named = new ArrayList<>(nested);
            long items = nested.size();
            for (int first = flat.nextSetBit(0); first >= 0 && named.size() < MOST_NAMED; ) {
                int end = flat.nextClearBit(first);
                named.add(new IndexRange(List.of(), first, end - 1L).toString());
                items += end - first;
                first = flat.nextSetBit(end);
            }
            String more = items < count && items > 0 ? ", ..." : "";
            return String.format(Locale.ROOT, "%,d %s", count, status)
                    + (named.isEmpty() ? "" : named.stream().collect(Collectors.joining(", ", " (", more + ")")));
        }
    }
}
