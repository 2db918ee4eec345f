package dev.anabranch.explain.internal.diagram;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts nodes of the same group into one frame. If a node outside the group would have to be both before and after the
 * frame, the group is split into several frames.
 */
public final class GroupFrames {

    private final List<Member> nodes;
    /** The index of each node's frame, by the node's id. */
    private final Map<String, Integer> pieceOf = new HashMap<>();

    private final List<List<Member>> pieces = new ArrayList<>();

    /**
     * A node of a scope.
     *
     * @param group its group; empty for none
     * @param waitsFor the nodes of the scope that are before it; other names have no effect
     */
    public record Member(String id, String group, Collection<String> waitsFor) {}

    private GroupFrames(List<Member> nodes) {
        this.nodes = nodes;
    }

    /**
     * Returns the frames, in the order of their first nodes. The nodes of a frame are in the same group; a node without
     * a group is alone.
     *
     * @param around the group that all of the nodes are in already, because a node around them is; empty for none
     */
    public static List<List<Member>> of(List<Member> scope, String around) {
        List<Member> nodes = scope.stream()
                .map(node -> node.group().equals(around) ? new Member(node.id(), "", node.waitsFor()) : node)
                .toList();
        GroupFrames groups = new GroupFrames(nodes);
        for (Member node : nodes) {
            groups.pieceOf.put(node.id(), groups.pieces.size());
            groups.pieces.add(new ArrayList<>(List.of(node)));
        }
        Map<String, Integer> open = new LinkedHashMap<>();
        for (Member node : nodes) {
            if (!node.group().isEmpty()) {
                groups.add(node, open);
            }
        }
        groups.pieces.removeIf(List::isEmpty);
        return groups.pieces;
    }

    private void add(Member node, Map<String, Integer> open) {
        Integer own = pieceOf.get(node.id());
        Integer piece = open.get(node.group());
        if (own != null && piece != null) {
            pieceOf.put(node.id(), piece);
            if (isAcyclic()) {
                pieces.get(piece).add(node);
                pieces.get(own).clear();
                return;
            }
            pieceOf.put(node.id(), own);
        }
        if (own != null) {
            open.put(node.group(), own);
        }
    }

    /** Returns whether the frames can be ordered without a cycle. */
    private boolean isAcyclic() {
        Map<Integer, Set<Integer>> before = new HashMap<>();
        pieceOf.values().forEach(piece -> before.put(piece, new HashSet<>()));
        for (Member node : nodes) {
            Integer piece = pieceOf.get(node.id());
            for (String earlier : node.waitsFor()) {
                Integer other = pieceOf.get(earlier);
                if (piece != null && other != null && !piece.equals(other)) {
                    before.computeIfAbsent(piece, key -> new HashSet<>()).add(other);
                }
            }
        }
        boolean progress = true;
        while (progress) {
            Set<Integer> free = new HashSet<>();
            before.forEach((piece, earlier) -> {
                if (earlier.isEmpty()) {
                    free.add(piece);
                }
            });
            progress = !free.isEmpty();
            before.keySet().removeAll(free);
            before.values().forEach(earlier -> earlier.removeAll(free));
        }
        return before.isEmpty();
    }
}
