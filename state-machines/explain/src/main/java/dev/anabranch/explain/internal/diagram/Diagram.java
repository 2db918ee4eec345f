package dev.anabranch.explain.internal.diagram;

import dev.anabranch.workflow.internal.graph.Graph;

/** Diagrams of a workflow. */
public final class Diagram {

    private final Drawing drawing;

    private Diagram(Drawing drawing) {
        this.drawing = drawing;
    }

    /** The diagram of a graph; pass the traced one, without the calls that only states need. */
    public static Diagram of(Graph graph) {
        return new Diagram(GraphDrawing.of(graph));
    }

    /** A Mermaid flowchart, as GitHub and many editors show it. */
    public String mermaid() {
        return MermaidWriter.of(drawing);
    }

    /** An SVG image that needs nothing else, and follows the reader's preference for light or dark. */
    public String svg() {
        return SvgWriter.of(drawing);
    }
}
