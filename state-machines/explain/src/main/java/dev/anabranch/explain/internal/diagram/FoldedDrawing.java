package dev.anabranch.explain.internal.diagram;

import dev.anabranch.explain.internal.diagram.Drawing.Arrow;
import dev.anabranch.explain.internal.diagram.Drawing.Box;
import dev.anabranch.explain.internal.diagram.Drawing.Frame;
import dev.anabranch.explain.internal.diagram.Drawing.FrameKind;
import dev.anabranch.explain.internal.diagram.Drawing.Kind;
import dev.anabranch.explain.internal.diagram.Drawing.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Replaces frames of a drawing by boxes, at which the arrows of the boxes inside them begin and end. */
final class FoldedDrawing {

    private final Set<String> folded;
    /** The box of the folded frame around a box, by the box. */
    private final Map<String, String> insideOf = new HashMap<>();

    private FoldedDrawing(Set<String> folded) {
        this.folded = folded;
    }

    /** @param folded the ids of frames; other ids have no effect */
    static Drawing of(Drawing drawing, Set<String> folded) {
        FoldedDrawing folding = new FoldedDrawing(folded);
        Frame root = new Frame(
                drawing.root().id(),
                FrameKind.ROOT,
                drawing.root().label(),
                folding.parts(drawing.root().parts()));
        return new Drawing(drawing.title(), root, folding.arrows(drawing.arrows()));
    }

    private List<Part> parts(List<Part> parts) {
        List<Part> all = new ArrayList<>();
        for (Part part : parts) {
            if (!(part instanceof Frame frame)) {
                all.add(part);
            } else if (folded.contains(frame.id())) {
                List<Box> inside = boxes(frame);
                inside.forEach(box -> insideOf.put(box.id(), frame.id()));
                all.add(box(frame, inside));
            } else {
                all.add(new Frame(frame.id(), frame.kind(), frame.label(), parts(frame.parts())));
            }
        }
        return all;
    }

    private static Box box(Frame frame, List<Box> inside) {
        String label =
                frame.label().isEmpty() && !inside.isEmpty() ? inside.get(0).label() : frame.label();
        // The first box of a body is that of its items or rounds.
        long nodes = inside.stream().filter(box -> box.kind() != Kind.CONDITION).count()
                - (frame.kind() == FrameKind.BODY ? 1 : 0);
        return new Box(
                frame.id(),
                frame.kind() == FrameKind.BODY ? Kind.STACK : Kind.CALL,
                label,
                nodes == 1 ? "1 node" : nodes + " nodes");
    }

    private static List<Box> boxes(Frame frame) {
        List<Box> boxes = new ArrayList<>();
        for (Part part : frame.parts()) {
            if (part instanceof Box box) {
                boxes.add(box);
            } else {
                boxes.addAll(boxes((Frame) part));
            }
        }
        return boxes;
    }

    private List<Arrow> arrows(List<Arrow> arrows) {
        Map<List<String>, Arrow> all = new LinkedHashMap<>();
        for (Arrow arrow : arrows) {
            String from = insideOf.getOrDefault(arrow.from(), arrow.from());
            String to = insideOf.getOrDefault(arrow.to(), arrow.to());
            boolean isWithin = from.equals(to) && insideOf.containsKey(arrow.from());
            if (!isWithin) {
                // An arrow that passes a value is drawn rather than one that only orders.
                all.merge(
                        List.of(from, to),
                        new Arrow(from, to, arrow.label(), arrow.ordering()),
                        (one, other) -> one.ordering() ? other : one);
            }
        }
        return List.copyOf(all.values());
    }
}
