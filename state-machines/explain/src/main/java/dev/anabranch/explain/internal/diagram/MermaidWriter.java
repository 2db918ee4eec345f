package dev.anabranch.explain.internal.diagram;

import dev.anabranch.explain.internal.diagram.Drawing.Arrow;
import dev.anabranch.explain.internal.diagram.Drawing.Box;
import dev.anabranch.explain.internal.diagram.Drawing.Frame;
import dev.anabranch.explain.internal.diagram.Drawing.FrameKind;
import dev.anabranch.explain.internal.diagram.Drawing.Kind;
import dev.anabranch.explain.internal.diagram.Drawing.Part;

/** Writes a drawing as a Mermaid flowchart: https://mermaid.js.org/syntax/flowchart.html. */
final class MermaidWriter {

    private final StringBuilder text = new StringBuilder();

    private MermaidWriter() {}

    static String of(Drawing drawing) {
        MermaidWriter mermaid = new MermaidWriter();
        mermaid.text.append("---\ntitle: \"").append(drawing.title()).append("\"\n---\nflowchart TD\n");
        drawing.root().parts().forEach(part -> mermaid.part(part, 1));
        drawing.arrows().forEach(mermaid::arrow);
        mermaid.text.append("  classDef quiet fill:none,stroke-dasharray:4 4\n");
        return mermaid.text.toString();
    }

    private void part(Part part, int depth) {
        String indent = "  ".repeat(depth);
        if (part instanceof Box box) {
            text.append(indent).append(box.id()).append(shape(box)).append('\n');
            return;
        }
        Frame frame = (Frame) part;
        text.append(indent)
                .append("subgraph ")
                .append(frame.id())
                .append("[\"")
                .append(frame.label().isEmpty() ? " " : escaped(frame.label()))
                .append("\"]\n");
        frame.parts().forEach(inner -> part(inner, depth + 1));
        text.append(indent).append("end\n");
        if (frame.kind() == FrameKind.SIDE || frame.label().isEmpty()) {
            text.append(indent).append("class ").append(frame.id()).append(" quiet\n");
        }
    }

    private static String shape(Box box) {
        String label = '"'
                + escaped(box.label())
                + (box.detail().isEmpty()
                        ? ""
                        : "<br/><small>" + escaped(box.detail()).replace("\n", "<br/>") + "</small>")
                + '"';
        if (box.kind() == Kind.STACK) {
            return "@{ shape: procs, label: " + label + " }";
        }
        if (box.kind() == Kind.CONDITION) {
            return "{" + label + "}";
        }
        if (box.kind() == Kind.WAIT) {
            return "@{ shape: delay, label: " + label + " }";
        }
        return box.kind() == Kind.CALL ? "[" + label + "]" : "([" + label + "])";
    }

    private void arrow(Arrow arrow) {
        text.append("  ").append(arrow.from()).append(arrow.ordering() ? " -.->" : " -->");
        if (!arrow.label().isEmpty()) {
            text.append("|\"").append(escaped(arrow.label())).append("\"|");
        }
        text.append(' ').append(arrow.to()).append('\n');
    }

    /** Returns the label with entity codes for characters that have a meaning in Mermaid, YAML or HTML. */
    private static String escaped(String label) {
        StringBuilder escaped = new StringBuilder();
        label.codePoints().forEach(c -> {
            boolean plain = Character.isLetterOrDigit(c) || c > 127 || " _.,()-:/+".indexOf(c) >= 0;
            if (plain) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append('#').append(c).append(';');
            }
        });
        return escaped.toString();
    }
}
