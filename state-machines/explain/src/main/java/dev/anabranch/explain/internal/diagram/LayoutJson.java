package dev.anabranch.explain.internal.diagram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.explain.internal.diagram.Drawing.Arrow;
import dev.anabranch.explain.internal.diagram.Drawing.Box;
import dev.anabranch.explain.internal.diagram.Drawing.Frame;
import dev.anabranch.explain.internal.diagram.Drawing.Part;
import java.util.Locale;

/**
 * Writes the layout of a drawing as JSON: {@code width} and {@code height}, and in drawing order {@code frames}, {@code
 * arrows} and {@code boxes} with their positions and, as {@code in}, the frame around them. A box has the lines of its
 * label and of its detail.
 */
final class LayoutJson {

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final ArrayNode frames = json.putArray("frames");
    private final ArrayNode arrows = json.putArray("arrows");
    private final ArrayNode boxes = json.putArray("boxes");

    private LayoutJson() {}

    static String of(Drawing drawing) {
        FrameLayout layout = FrameLayout.of(drawing.root(), drawing.arrows());
        LayoutJson writer = new LayoutJson();
        writer.json.put("width", rounded(layout.width())).put("height", rounded(layout.height()));
        writer.parts(layout, 0, 0);
        drawing.arrows().forEach(arrow -> writer.arrow(arrow, layout));
        return writer.json.toString();
    }

    private void parts(FrameLayout layout, double left, double top) {
        for (Part part : layout.frame().parts()) {
            LayoutCell cell = layout.cell(part);
            double x = left + cell.x - cell.width / 2;
            double y = top + cell.y;
            if (part instanceof Box box) {
                ObjectNode placed = placed(boxes, part, layout, cell, x, y);
                placed.put("kind", box.kind().name().toLowerCase(Locale.ROOT));
                BoxLabel label = BoxLabel.of(box);
                label.lines().forEach(placed.putArray("lines")::add);
                label.details().forEach(placed.putArray("details")::add);
            } else if (part instanceof Frame frame && cell.nested != null) {
                placed(frames, part, layout, cell, x, y)
                        .put("kind", frame.kind().name().toLowerCase(Locale.ROOT))
                        .put("label", frame.label());
                parts(cell.nested, x, y);
            }
        }
    }

    private static ObjectNode placed(
            ArrayNode into, Part part, FrameLayout layout, LayoutCell cell, double x, double y) {
        return into.addObject()
                .put("id", part.id())
                .put("in", layout.frame().id())
                .put("x", rounded(x))
                .put("y", rounded(y))
                .put("width", rounded(cell.width))
                .put("height", rounded(cell.height));
    }

    private void arrow(Arrow arrow, FrameLayout layout) {
        arrows.addObject()
                .put("from", arrow.from())
                .put("to", arrow.to())
                .put("label", arrow.label())
                .put("ordering", arrow.ordering())
                .put("path", ArrowPath.of(arrow, layout));
    }

    private static double rounded(double number) {
        return Math.round(number * 10) / 10.0;
    }
}
