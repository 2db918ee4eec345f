package dev.anabranch.explain.internal.diagram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders the cells of each layer to reduce the number of crossing arrows: repeatedly moves each cell to the mean
 * position of its neighbours.
 */
final class LayerOrder {

    private static final int ROUNDS = 16;

    private final List<List<LayoutCell>> layers;

    LayerOrder(List<List<LayoutCell>> layers) {
        this.layers = layers;
    }

    /** Changes the order of the cells to the best order that was found. */
    void improve() {
        List<List<LayoutCell>> best = copy();
        long fewest = crossings();
        for (int round = 0; round < ROUNDS && fewest > 0; round++) {
            boolean down = round % 2 == 0;
            for (int i = 1; i < layers.size(); i++) {
                int layer = down ? i : layers.size() - 1 - i;
                sort(layers.get(layer), layers.get(down ? layer - 1 : layer + 1), down);
            }
            long now = crossings();
            if (now < fewest) {
                fewest = now;
                best = copy();
            }
        }
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).clear();
            layers.get(i).addAll(best.get(i));
        }
    }

    private static void sort(List<LayoutCell> layer, List<LayoutCell> fixed, boolean fromAbove) {
        Map<LayoutCell, Integer> places = places(fixed);
        Map<LayoutCell, Integer> own = places(layer);
        Map<LayoutCell, Double> wanted = new HashMap<>();
        for (LayoutCell cell : layer) {
            wanted.put(
                    cell,
                    (fromAbove ? cell.above : cell.below)
                            .stream()
                                    .mapToDouble(link -> place(link, places))
                                    .average()
                                    .orElse(own.getOrDefault(cell, 0) * (double) fixed.size() / layer.size()));
        }
        layer.sort(Comparator.comparingDouble((LayoutCell cell) -> wanted.getOrDefault(cell, 0.0)));
    }

    /** Returns the position of a neighbour in its layer, plus a fraction for the position of the arrow on it. */
    private static double place(LayoutCell.Link link, Map<LayoutCell, Integer> places) {
        return places.getOrDefault(link.cell(), 0) + link.other() / (link.cell().width + 1);
    }

    private long crossings() {
        long crossings = 0;
        for (int i = 1; i < layers.size(); i++) {
            Map<LayoutCell, Integer> lower = places(layers.get(i));
            List<double[]> arrows = new ArrayList<>();
            List<LayoutCell> upper = layers.get(i - 1);
            for (int place = 0; place < upper.size(); place++) {
                LayoutCell cell = upper.get(place);
                for (LayoutCell.Link link : cell.below) {
                    arrows.add(new double[] {place + link.own() / (cell.width + 1), place(link, lower)});
                }
            }
            for (int a = 0; a < arrows.size(); a++) {
                for (int b = a + 1; b < arrows.size(); b++) {
                    double first = arrows.get(a)[0] - arrows.get(b)[0];
                    double second = arrows.get(a)[1] - arrows.get(b)[1];
                    crossings += first * second < 0 ? 1 : 0;
                }
            }
        }
        return crossings;
    }

    private static Map<LayoutCell, Integer> places(List<LayoutCell> layer) {
        Map<LayoutCell, Integer> places = new HashMap<>();
        for (int i = 0; i < layer.size(); i++) {
            places.put(layer.get(i), i);
        }
        return places;
    }

    private List<List<LayoutCell>> copy() {
        List<List<LayoutCell>> copy = new ArrayList<>();
        layers.forEach(layer -> copy.add(List.copyOf(layer)));
        return copy;
    }
}
