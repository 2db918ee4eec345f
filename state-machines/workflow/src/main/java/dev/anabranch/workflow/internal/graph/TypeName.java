package dev.anabranch.workflow.internal.graph;

/**
 * A Java type as it is written in sources, with its type arguments and binary class names.
 *
 * @param text such as {@code java.util.List<dev.anabranch.examples.landcover.Tile>}
 */
public record TypeName(String text) {
    @Override
    public String toString() {
        return text;
    }
}
