package dev.anabranch.diagram;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has a place in a layer: a box, a frame, or the passage of an arrow that goes further. */
final class Cell {

    /** A neighbour in the next or the last layer, and where on either the arrow is, from their middles. */
    record Link(Cell cell, double own, double other) {}

    final @Nullable FrameLayout nested;
    final double width;
    final double height;
    final boolean passage;
    final List<Link> above = new ArrayList<>();
    final List<Link> below = new ArrayList<>();
    int rank;
    /** The middle. */
    double x;
    /** The top. */
    double y;

    private Cell(@Nullable FrameLayout nested, double width, double height, boolean passage) {
        this.nested = nested;
        this.width = width;
        this.height = height;
        this.passage = passage;
    }

    static Cell box(Label label) {
        return new Cell(null, label.width(), label.height(), false);
    }

    static Cell frame(FrameLayout layout) {
        return new Cell(layout, layout.width(), layout.height(), false);
    }

    static Cell passage(int rank) {
        Cell cell = new Cell(null, 10, 0, true);
        cell.rank = rank;
        return cell;
    }

    /** Joins this to a cell of the next layer. */
    void join(Cell lower, double own, double other) {
        below.add(new Link(lower, own, other));
        lower.above.add(new Link(this, other, own));
    }

    /** Where the middle of its neighbours on one side is; its own place where it has none. */
    double wanted(boolean fromAbove) {
        List<Link> links = fromAbove ? above : below;
        return links.stream()
                .mapToDouble(link -> link.cell().x + link.other() - link.own())
                .average()
                .orElse(x);
    }
}
