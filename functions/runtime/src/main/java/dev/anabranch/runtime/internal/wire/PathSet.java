package dev.anabranch.runtime.internal.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A set of actions as subtrees of paths: a path in the set includes all paths that begin with it, and the empty path
 * includes everything. Consecutive indexes need one entry. Not safe for concurrent modification.
 */
public final class PathSet {

    private boolean all;
    /** By the indexes before the last: disjoint, non-adjacent ranges of the last index, from first to last. */
    private final Map<List<Long>, TreeMap<Long, Long>> ranges = new HashMap<>();

    /** Visits ranges. */
    public interface RangeVisitor {
        /**
         * Visits the paths {@code parents + [first .. last]}; or everything, with no parents and -1 twice.
         *
         * @param parents the indexes before the last
         */
        void range(List<Long> parents, long first, long last);
    }

    /** Adds a path and all paths that begin with it. */
    public void add(List<Long> path) {
        if (path.isEmpty()) {
            all = true;
            ranges.clear();
            return;
        }
        long index = path.get(path.size() - 1);
        addRange(path.subList(0, path.size() - 1), index, index);
    }

    /** Adds the paths {@code parents + [first .. last]} and all paths that begin with them. */
    public void addRange(List<Long> parents, long first, long last) {
        if (all) {
            return;
        }
        TreeMap<Long, Long> row = ranges.computeIfAbsent(List.copyOf(parents), key -> new TreeMap<>());
        long from = first;
        long to = last;
        Map.Entry<Long, Long> before = row.floorEntry(from);
        if (before != null && before.getValue() >= from - 1) {
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        Map.Entry<Long, Long> after = row.ceilingEntry(from);
        while (after != null && after.getKey() <= to + 1) {
            to = Math.max(to, after.getValue());
            row.remove(after.getKey());
            after = row.ceilingEntry(from);
        }
        row.put(from, to);
    }

    /** Adds all paths of another set. */
    public void addAll(PathSet other) {
        other.forEachRange((parents, first, last) -> {
            if (first < 0) {
                add(List.of());
            } else {
                addRange(parents, first, last);
            }
        });
    }

    /** Adds all paths of another set, truncated to {@code depth} indexes. */
    public void addAllTruncated(PathSet other, int depth) {
        other.forEachRange((parents, first, last) -> {
            if (first < 0) {
                add(List.of());
            } else if (parents.size() < depth) {
                addRange(parents, first, last);
            } else {
                add(parents.subList(0, depth));
            }
        });
    }

    /** Returns true if the path, or a path that it begins with, was added. */
    public boolean contains(List<Long> path) {
        if (all) {
            return true;
        }
        for (int length = 1; length <= path.size(); length++) {
            TreeMap<Long, Long> row = ranges.get(path.subList(0, length - 1));
            if (row != null) {
                Map.Entry<Long, Long> before = row.floorEntry(path.get(length - 1));
                if (before != null && before.getValue() >= path.get(length - 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns true if nothing was added. */
    public boolean isEmpty() {
        return !all && ranges.isEmpty();
    }

    /** Returns true if the set includes everything. */
    public boolean isAll() {
        return all;
    }

    /** Visits every range. */
    public void forEachRange(RangeVisitor visitor) {
        if (all) {
            visitor.range(List.of(), -1, -1);
            return;
        }
        List<List<Long>> rows = new ArrayList<>(ranges.keySet());
        rows.sort((a, b) -> Invocation.joined(a).compareTo(Invocation.joined(b)));
        rows.forEach(parents -> ranges.getOrDefault(parents, new TreeMap<>())
                .forEach((first, last) -> visitor.range(parents, first, last)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathSet set && set.all == all && set.ranges.equals(ranges);
    }

    @Override
    public int hashCode() {
        return 31 * ranges.hashCode() + Boolean.hashCode(all);
    }

    @Override
    public String toString() {
        if (all) {
            return "all";
        }
        Set<String> parts = new TreeSet<>();
        forEachRange((parents, first, last) -> parts.add(Invocation.joined(parents) + ":" + first + "-" + last));
        return parts.toString();
    }
}
