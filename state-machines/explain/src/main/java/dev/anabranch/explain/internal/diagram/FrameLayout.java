package dev.anabranch.explain.internal.diagram;

import dev.anabranch.explain.internal.diagram.Drawing.Arrow;
import dev.anabranch.explain.internal.diagram.Drawing.Box;
import dev.anabranch.explain.internal.diagram.Drawing.Frame;
import dev.anabranch.explain.internal.diagram.Drawing.FrameKind;
import dev.anabranch.explain.internal.diagram.Drawing.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Assigns positions to the parts of a frame, in layers: each part is below the parts whose arrows point to it. Inner
 * frames are laid out first and are then treated like boxes. An arrow that crosses a layer, or comes from outside, has
 * a cell in it.
 */
final class FrameLayout {

    private static final double GAP_X = 26;
    private static final double GAP_Y = 40;
    private static final double PADDING = 18;
    private static final double TITLE = 20;

    private final Frame frame;
    private final Map<String, LayoutCell> cells = new LinkedHashMap<>();
    /** The part that contains each box, or is the box, by the box's id. */
    private final Map<String, String> owners = new HashMap<>();
    /** The cells of each arrow in this frame, from top to bottom. */
    private final Map<Arrow, List<LayoutCell>> routes = new LinkedHashMap<>();

    private final Map<List<Object>, LayoutCell> passages = new HashMap<>();
    private final List<List<LayoutCell>> layers = new ArrayList<>();
    private double width;
    private double height;

    private FrameLayout(Frame frame) {
        this.frame = frame;
    }

    static FrameLayout of(Frame frame, List<Arrow> arrows) {
        FrameLayout layout = new FrameLayout(frame);
        for (Part part : frame.parts()) {
            if (part instanceof Box box) {
                layout.cells.put(box.id(), LayoutCell.box(BoxLabel.of(box)));
                layout.owners.put(box.id(), box.id());
            } else if (part instanceof Frame inner) {
                FrameLayout nested = of(inner, arrows);
                layout.cells.put(inner.id(), LayoutCell.frame(nested));
                nested.owners.keySet().forEach(box -> layout.owners.put(box, inner.id()));
            }
        }
        layout.rank(arrows);
        layout.route(arrows);
        new LayerOrder(layout.layers).improve();
        layout.place();
        return layout;
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    Frame frame() {
        return frame;
    }

    /** Returns the cell of a part. */
    LayoutCell cell(Part part) {
        return Objects.requireNonNull(cells.get(part.id()));
    }

    private Optional<LayoutCell> owner(String box) {
        return Optional.ofNullable(owners.get(box)).map(cells::get);
    }

    private void rank(List<Arrow> arrows) {
        boolean changed = true;
        for (int round = 0; changed && round <= cells.size(); round++) {
            changed = false;
            for (Arrow arrow : arrows) {
                LayoutCell from = owner(arrow.from()).orElse(null);
                LayoutCell to = owner(arrow.to()).orElse(null);
                if (from != null && to != null && from != to && to.rank <= from.rank) {
                    to.rank = from.rank + 1;
                    changed = true;
                }
            }
        }
        int last = cells.values().stream().mapToInt(cell -> cell.rank).max().orElse(0);
        for (int i = 0; i <= last; i++) {
            layers.add(new ArrayList<>());
        }
        cells.values().forEach(cell -> layers.get(cell.rank).add(cell));
    }

    private void route(List<Arrow> arrows) {
        for (Arrow arrow : arrows) {
            LayoutCell from = owner(arrow.from()).orElse(null);
            LayoutCell to = owner(arrow.to()).orElse(null);
            if (from == to) {
                continue;
            }
            List<LayoutCell> route = new ArrayList<>();
            int first = from == null ? 0 : from.rank + 1;
            int end = to == null ? layers.size() : to.rank;
            if (from != null) {
                route.add(from);
            }
            for (int rank = first; rank < end; rank++) {
                route.add(passage(arrow, rank));
            }
            if (to != null) {
                route.add(to);
            }
            routes.put(arrow, route);
        }
        Set<List<LayoutCell>> joined = new HashSet<>();
        routes.forEach((arrow, route) -> {
            for (int i = 1; i < route.size(); i++) {
                LayoutCell upper = route.get(i - 1);
                LayoutCell lower = route.get(i);
                if (joined.add(List.of(upper, lower)) || !(upper.passage && lower.passage)) {
                    upper.join(lower, port(upper, arrow, false), port(lower, arrow, true));
                }
            }
        });
    }

    /** Returns the cell of an arrow in a layer. Arrows from the same box share cells while possible. */
    private LayoutCell passage(Arrow arrow, int rank) {
        return passages.computeIfAbsent(List.of(arrow.from(), arrow.ordering(), rank), key -> {
            LayoutCell cell = LayoutCell.passage(rank);
            layers.get(rank).add(cell);
            return cell;
        });
    }

    /** Returns where an arrow enters or leaves a cell, relative to the cell's centre. */
    private static double port(LayoutCell cell, Arrow arrow, boolean top) {
        FrameLayout nested = cell.nested;
        if (nested == null || !nested.routes.containsKey(arrow)) {
            return 0;
        }
        List<LayoutCell> route = Objects.requireNonNull(nested.routes.get(arrow));
        return end(route.get(top ? 0 : route.size() - 1), arrow, top) - cell.width / 2;
    }

    /** Returns where an arrow meets the first or last cell of its route, from the left side of the frame. */
    private static double end(LayoutCell cell, Arrow arrow, boolean top) {
        return cell.x + port(cell, arrow, top);
    }

    // ------------------------------------------------------------------------------------------------ positions

    private void place() {
        layers.forEach(FrameLayout::pack);
        for (int round = 0; round < 12; round++) {
            boolean down = round % 2 == 0;
            for (int i = 1; i < layers.size(); i++) {
                settle(layers.get(down ? i : layers.size() - 1 - i), down);
            }
        }
        double title = frame.kind() == FrameKind.ROOT ? 0 : BoxLabel.width(frame.label(), BoxLabel.LETTER) + 24;
        double left = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        for (List<LayoutCell> layer : layers) {
            for (LayoutCell cell : layer) {
                left = Math.min(left, cell.x - cell.width / 2);
            }
        }
        for (List<LayoutCell> layer : layers) {
            for (LayoutCell cell : layer) {
                right = Math.max(right, cell.x + cell.width / 2);
            }
        }
        width = Math.max(right - left + 2 * PADDING, title);
        double shift = (width - right - left) / 2;
        double crossed = title - leftmostEntry() - shift;
        if (crossed > 0 && !frame.label().isEmpty()) {
            width += crossed;
            shift += crossed;
        }
        double y = top();
        for (List<LayoutCell> layer : layers) {
            double tallest =
                    layer.stream().mapToDouble(cell -> cell.height).max().orElse(0);
            for (LayoutCell cell : layer) {
                cell.x += shift;
                cell.y = y + (tallest - cell.height) / 2;
            }
            y += tallest + GAP_Y;
        }
        height = y - GAP_Y + PADDING;
    }

    /** Returns the position of the first arrow that enters through the top, where the title is; infinity without any. */
    private double leftmostEntry() {
        return routes.entrySet().stream()
                .filter(route -> owner(route.getKey().from()).isEmpty())
                .mapToDouble(route -> end(route.getValue().get(0), route.getKey(), true))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Returns the top of the parts, which is below the title. */
    private double top() {
        return PADDING + (frame.label().isEmpty() ? 0 : TITLE);
    }

    private static double apart(LayoutCell left, LayoutCell right) {
        double gap = left.passage && right.passage ? GAP_X / 2 : GAP_X;
        return left.width / 2 + gap + right.width / 2;
    }

    private static void pack(List<LayoutCell> layer) {
        for (int i = 1; i < layer.size(); i++) {
            layer.get(i).x = layer.get(i - 1).x + apart(layer.get(i - 1), layer.get(i));
        }
    }

    /**
     * Moves the cells of a layer as close as possible to their neighbours (least squares) without changing their order.
     * Cells that would be too close to each other form a block that moves as one.
     */
    private static void settle(List<LayoutCell> layer, boolean fromAbove) {
        double[] offset = new double[layer.size()];
        double[] sum = new double[layer.size()];
        int[] size = new int[layer.size()];
        int blocks = 0;
        for (int i = 0; i < layer.size(); i++) {
            offset[i] = i == 0 ? 0 : offset[i - 1] + apart(layer.get(i - 1), layer.get(i));
            sum[blocks] = layer.get(i).wanted(fromAbove) - offset[i];
            size[blocks] = 1;
            blocks++;
            while (blocks > 1 && sum[blocks - 2] / size[blocks - 2] >= sum[blocks - 1] / size[blocks - 1]) {
                sum[blocks - 2] += sum[blocks - 1];
                size[blocks - 2] += size[blocks - 1];
                blocks--;
            }
        }
        int cell = 0;
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < size[block]; i++, cell++) {
                layer.get(cell).x = sum[block] / size[block] + offset[cell];
            }
        }
    }

    // ------------------------------------------------------------------------------------------------ arrows

    /** A vertical segment of an arrow's route. */
    record Station(double x, double top, double bottom) {}

    /** Adds the segments of an arrow's route in this frame, whose corner is at {@code left} and {@code top}. */
    void stations(Arrow arrow, double left, double top, List<Station> into) {
        List<LayoutCell> route = routes.getOrDefault(arrow, List.of());
        if (!route.isEmpty() && owner(arrow.from()).isEmpty()) {
            into.add(new Station(left + end(route.get(0), arrow, true), top, top + top()));
        }
        for (LayoutCell cell : route) {
            FrameLayout nested = cell.nested;
            if (nested != null) {
                nested.stations(arrow, left + cell.x - cell.width / 2, top + cell.y, into);
            } else {
                boolean starts = owner(arrow.from()).orElse(null) == cell;
                boolean ends = owner(arrow.to()).orElse(null) == cell;
                List<LayoutCell> layer = layers.get(cell.rank);
                double first =
                        layer.stream().mapToDouble(other -> other.y).min().orElse(cell.y);
                double last = layer.stream()
                        .mapToDouble(other -> other.y + other.height)
                        .max()
                        .orElse(cell.y);
                into.add(new Station(
                        left + cell.x, top + (starts ? cell.y + cell.height : first), top + (ends ? cell.y : last)));
            }
        }
        if (!route.isEmpty() && owner(arrow.to()).isEmpty()) {
            double x = left + end(route.get(route.size() - 1), arrow, false);
            into.add(new Station(x, top + height - PADDING, top + height));
        }
        if (route.isEmpty()) {
            cells.values().stream().filter(cell -> cell.nested != null).forEach(cell -> Objects.requireNonNull(
                            cell.nested)
                    .stations(arrow, left + cell.x - cell.width / 2, top + cell.y, into));
        }
    }
}
