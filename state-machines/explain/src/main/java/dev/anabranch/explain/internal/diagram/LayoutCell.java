package dev.anabranch.explain.internal.diagram;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cell of a layer: a box, a frame, or a passage of an arrow to a later layer. */
final class LayoutCell {

    /**
     * An arrow to a cell of the next or previous layer, with its horizontal positions relative to the centres of both
     * cells.
     */
    record Link(LayoutCell cell, double own, double other) {}

    final @Nullable FrameLayout nested;
    final double width;
    final double height;
    final boolean passage;
    final List<Link> above = new ArrayList<>();
    final List<Link> below = new ArrayList<>();
    int rank;
    /** The horizontal centre. */
    double x;
    /** The top. */
    double y;

    private LayoutCell(@Nullable FrameLayout nested, double width, double height, boolean passage) {
        this.nested = nested;
        this.width = width;
        this.height = height;
        this.passage = passage;
    }

    static LayoutCell box(BoxLabel label) {
        return new LayoutCell(null, label.width(), label.height(), false);
    }

    static LayoutCell frame(FrameLayout layout) {
        return new LayoutCell(layout, layout.width(), layout.height(), false);
    }

    static LayoutCell passage(int rank) {
        LayoutCell cell = new LayoutCell(null, 10, 0, true);
        cell.rank = rank;
        return cell;
    }

    /** Connects this cell to a cell of the next layer. */
    void join(LayoutCell lower, double own, double other) {
        below.add(new Link(lower, own, other));
        lower.above.add(new Link(this, other, own));
    }

    /** Returns the mean position of the neighbours on one side; the cell's own position if it has none. */
    double wanted(boolean fromAbove) {
        List<Link> links = fromAbove ? above : below;
        return links.stream()
                .mapToDouble(link -> link.cell().x + link.other() - link.own())
                .average()
                .orElse(x);
    }
}
