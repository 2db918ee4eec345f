package dev.anabranch.explain.internal.diagram;

import dev.anabranch.workflow.internal.graph.Graph;
import java.util.Set;

/** Diagrams of a workflow. */
public final class Diagram {

    private final Drawing drawing;

    private Diagram(Drawing drawing) {
        this.drawing = drawing;
    }

    /** Returns the diagram of a graph. Pass the traced graph, without the calls that the plan added. */
    public static Diagram of(Graph graph) {
        return new Diagram(GraphDrawing.of(graph));
    }

    /** Returns the diagram of a drawing. */
    public static Diagram of(Drawing drawing) {
        return new Diagram(drawing);
    }

    /**
     * Returns the diagram with boxes instead of frames. Arrows between boxes of one frame are left out; those of several
     * boxes to the same box are one arrow.
     *
     * @param frames the ids of the frames, as {@link #json} has them; other ids have no effect
     */
    public Diagram folded(Set<String> frames) {
        return frames.isEmpty() ? this : new Diagram(FoldedDrawing.of(drawing, frames));
    }

    /** Returns the positions of all parts, for a page that draws them itself. */
    public String json() {
        return LayoutJson.of(drawing);
    }

    /** Returns a Mermaid flowchart, which GitHub and many editors can show. */
    public String mermaid() {
        return MermaidWriter.of(drawing);
    }

    /** Returns a self-contained SVG image that follows the reader's preference for light or dark colours. */
    public String svg() {
        return SvgWriter.of(drawing);
    }
}
