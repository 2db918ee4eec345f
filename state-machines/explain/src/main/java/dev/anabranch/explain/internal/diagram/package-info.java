/** Draws a graph: as Mermaid text, and as SVG with a layered layout that we compute. The same graph gives the same bytes. */
@NullMarked
package dev.anabranch.explain.internal.diagram;

import org.jspecify.annotations.NullMarked;
