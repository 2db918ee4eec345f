package dev.anabranch.explain.internal.diagram;

import dev.anabranch.explain.internal.diagram.Drawing.Arrow;
import dev.anabranch.explain.internal.diagram.Drawing.Box;
import dev.anabranch.explain.internal.diagram.Drawing.Frame;
import dev.anabranch.explain.internal.diagram.Drawing.FrameKind;
import dev.anabranch.explain.internal.diagram.Drawing.Kind;
import dev.anabranch.explain.internal.diagram.Drawing.Part;
import dev.anabranch.explain.internal.diagram.FrameLayout.Station;
import java.util.ArrayList;
import java.util.List;

/** Writes a drawing as SVG: https://www.w3.org/TR/SVG2/. */
final class SvgWriter {

    private static final String STYLE = """
              text { font: 13px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1f2328; text-anchor: middle }
              .detail { font-size: 11px; fill: #59636e }
              .title { text-anchor: start; fill: #59636e }
              .title, .label { paint-order: stroke; stroke: #f6f8fa; stroke-width: 4px; stroke-linejoin: round }
              .box { fill: #ffffff; stroke: #57606a; stroke-width: 1.2 }
              .end { fill: #eef1f4; stroke: #8c959f }
              .stack { fill: #ddf4ff; stroke: #0969da }
              .condition { fill: #fff8c5; stroke: #9a6700 }
              .frame { fill: #818b98; fill-opacity: 0.08; stroke: #818b98; stroke-opacity: 0.6 }
              .body { fill: #0969da; fill-opacity: 0.06; stroke: #0969da; stroke-opacity: 0.6 }
              .side { fill: none; stroke: #818b98; stroke-dasharray: 4 4 }
              .arrow { fill: none; stroke: #57606a; stroke-width: 1.2 }
              .ordering { stroke-dasharray: 4 4; stroke: #8c959f }
              .head { fill: #57606a }
              .ground { fill: #ffffff }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .detail, .title { fill: #9198a1 }
                .title, .label { stroke: #161b22 }
                .box { fill: #21262d; stroke: #9198a1 }
                .end { fill: #161b22; stroke: #6e7681 }
                .stack { fill: #0c2d6b; stroke: #4493f8 }
                .condition { fill: #3b2300; stroke: #d29922 }
                .arrow { stroke: #9198a1 }
                .head { fill: #9198a1 }
                .ground { fill: #0d1117 }
              }
            """;

    private final StringBuilder text = new StringBuilder();

    private SvgWriter() {}

    static String of(Drawing drawing) {
        FrameLayout layout = FrameLayout.of(drawing.root(), drawing.arrows());
        SvgWriter svg = new SvgWriter();
        String width = number(layout.width());
        String height = number(layout.height());
        svg.line("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height
                + "\" viewBox=\"0 0 " + width + " " + height + "\" role=\"img\">");
        svg.line("<title>" + escaped(drawing.title()) + "</title>");
        svg.line("<style>\n" + STYLE + "</style>");
        svg.line(
                "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\""
                        + " orient=\"auto\"><path class=\"head\" d=\"M0,0.5 L8,4 L0,7.5 z\"/></marker></defs>");
        svg.line("<rect class=\"ground\" width=\"" + width + "\" height=\"" + height + "\"/>");
        svg.frames(layout, 0, 0);
        drawing.arrows().forEach(arrow -> svg.arrow(arrow, layout));
        svg.boxes(layout, 0, 0);
        drawing.arrows().forEach(arrow -> svg.label(arrow, layout));
        svg.line("</svg>");
        return svg.text.toString();
    }

    private void frames(FrameLayout layout, double left, double top) {
        for (Part part : layout.frame().parts()) {
            if (part instanceof Frame frame) {
                LayoutCell cell = layout.cell(part);
                double x = left + cell.x - cell.width / 2;
                double y = top + cell.y;
                String kind = frame.kind() == FrameKind.BODY
                        ? "body"
                        : frame.kind() == FrameKind.SIDE || frame.label().isEmpty() ? "side" : "frame";
                rect(kind, x, y, cell.width, cell.height, 8);
                if (cell.nested != null) {
                    frames(cell.nested, x, y);
                }
            }
        }
    }

    private void boxes(FrameLayout layout, double left, double top) {
        for (Part part : layout.frame().parts()) {
            LayoutCell cell = layout.cell(part);
            double x = left + cell.x - cell.width / 2;
            double y = top + cell.y;
            if (part instanceof Box box) {
                box(box, x, y, cell.width, cell.height);
            } else if (cell.nested != null) {
                if (part instanceof Frame frame && !frame.label().isEmpty()) {
                    words("title", x + 12, y + 19, frame.label());
                }
                boxes(cell.nested, x, y);
            }
        }
    }

    private void box(Box box, double x, double y, double width, double height) {
        double sheets = box.kind() == Kind.STACK ? 2 * BoxLabel.SHEET : 0;
        double right = width - sheets;
        double low = height - sheets;
        if (box.kind() == Kind.CONDITION) {
            line("<path class=\"box condition\" d=\"M" + point(x + width / 2, y) + " L"
                    + point(x + width, y + height / 2) + " L" + point(x + width / 2, y + height) + " L"
                    + point(x, y + height / 2) + " z\"/>");
        } else if (box.kind() == Kind.STACK) {
            for (int sheet = 2; sheet >= 0; sheet--) {
                rect("box stack", x + sheet * BoxLabel.SHEET, y + sheet * BoxLabel.SHEET, right, low, 5);
            }
        } else if (box.kind() == Kind.WAIT) {
            double round = height / 2;
            line("<path class=\"box\" d=\"M" + point(x, y) + " H" + number(x + width - round) + " A"
                    + point(round, round) + " 0 0 1 " + point(x + width - round, y + height) + " H" + number(x)
                    + " z\"/>");
        } else {
            boolean end = box.kind() == Kind.INPUT || box.kind() == Kind.OUTPUT;
            rect(end ? "box end" : "box", x, y, width, height, end ? height / 2 : 5);
        }
        BoxLabel label = BoxLabel.of(box);
        double lines = label.lines().size() * BoxLabel.LINE + label.details().size() * BoxLabel.DETAIL;
        double baseline = y + (low - lines) / 2 + 13;
        for (String words : label.lines()) {
            words("", x + right / 2, baseline, words);
            baseline += BoxLabel.LINE;
        }
        baseline -= 2;
        for (String words : label.details()) {
            words("detail", x + right / 2, baseline, words);
            baseline += BoxLabel.DETAIL;
        }
    }

    /** Draws an arrow: vertical through layers, and curved between them. */
    private void arrow(Arrow arrow, FrameLayout layout) {
        String path = ArrowPath.of(arrow, layout);
        line("<path class=\"arrow" + (arrow.ordering() ? " ordering" : "") + "\" d=\"" + path
                + "\" marker-end=\"url(#head)\"/>");
    }

    /** Writes the label of an arrow near its beginning. */
    private void label(Arrow arrow, FrameLayout layout) {
        if (!arrow.label().isEmpty()) {
            List<Station> way = new ArrayList<>();
            layout.stations(arrow, 0, 0, way);
            Station end = way.get(way.size() - 1);
            words("detail label", end.x() + 14, end.top() - 12, arrow.label());
        }
    }

    private void rect(String kind, double x, double y, double width, double height, double corner) {
        line("<rect class=\"" + kind + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width)
                + "\" height=\"" + number(height) + "\" rx=\"" + number(corner) + "\"/>");
    }

    private void words(String kind, double x, double y, String words) {
        line("<text" + (kind.isEmpty() ? "" : " class=\"" + kind + "\"") + " x=\"" + number(x) + "\" y=\"" + number(y)
                + "\">" + escaped(words) + "</text>");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String point(double x, double y) {
        return ArrowPath.point(x, y);
    }

    private static String number(double number) {
        return ArrowPath.number(number);
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
