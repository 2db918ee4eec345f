package dev.anabranch.workflow.internal.graph;

/**
 * The name of a Java type with its type arguments, in the notation of Jackson's canonical type names.
 *
 * @param text such as {@code java.util.List<dev.anabranch.examples.landcover.Tile>}
 */
public record TypeName(String text) {
    @Override
    public String toString() {
        return text;
    }
}
